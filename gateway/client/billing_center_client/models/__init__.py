"""Contains all the data models used in inputs/outputs"""

from .about_shape import AboutShape
from .account_opened_view import AccountOpenedView
from .account_opened_view_kind import AccountOpenedViewKind
from .account_total_view import AccountTotalView
from .account_total_view_type import AccountTotalViewType
from .account_view import AccountView
from .account_view_kind import AccountViewKind
from .accrued_view import AccruedView
from .activate_voucher_body import ActivateVoucherBody
from .alert_view import AlertView
from .alert_view_kind import AlertViewKind
from .alert_view_page import AlertViewPage
from .announce_transfer_body import AnnounceTransferBody
from .answer_ticket_body import AnswerTicketBody
from .api_key_view import ApiKeyView
from .api_keys_view import ApiKeysView
from .approve_refund_body import ApproveRefundBody
from .arrears_view import ArrearsView
from .assign_card_body import AssignCardBody
from .assign_card_body_source import AssignCardBodySource
from .assign_line_body import AssignLineBody
from .assign_ticket_body import AssignTicketBody
from .assignment_view import AssignmentView
from .balance_view import BalanceView
from .bank_account_view import BankAccountView
from .bank_details_currency import BankDetailsCurrency
from .bank_details_view import BankDetailsView
from .bank_line_view import BankLineView
from .bank_line_view_direction import BankLineViewDirection
from .bank_line_view_outcome_type_1 import BankLineViewOutcomeType1
from .bank_line_view_outcome_type_2_type_1 import BankLineViewOutcomeType2Type1
from .bank_line_view_outcome_type_3_type_1 import BankLineViewOutcomeType3Type1
from .bank_line_view_page import BankLineViewPage
from .bank_statement_view import BankStatementView
from .bank_statement_view_format import BankStatementViewFormat
from .bank_statement_view_outcomes import BankStatementViewOutcomes
from .bank_statement_view_page import BankStatementViewPage
from .bank_statement_view_state import BankStatementViewState
from .batch_view import BatchView
from .batch_view_kind import BatchViewKind
from .batch_view_page import BatchViewPage
from .batch_view_state import BatchViewState
from .bill_line_view import BillLineView
from .bill_settlement_view import BillSettlementView
from .bill_settlement_view_state import BillSettlementViewState
from .bill_summary import BillSummary
from .bill_summary_kind import BillSummaryKind
from .bill_summary_page import BillSummaryPage
from .bill_summary_state import BillSummaryState
from .bill_view import BillView
from .bill_view_kind import BillViewKind
from .bill_view_state import BillViewState
from .bind_workspace_body import BindWorkspaceBody
from .bind_workspace_body_method import BindWorkspaceBodyMethod
from .bind_workspace_body_plan import BindWorkspaceBodyPlan
from .book_status_view import BookStatusView
from .book_status_view_book import BookStatusViewBook
from .buy_card_body import BuyCardBody
from .cancel_order_body import CancelOrderBody
from .capture_funds_body import CaptureFundsBody
from .capture_line import CaptureLine
from .capture_view import CaptureView
from .card_view import CardView
from .change_roles_body import ChangeRolesBody
from .charge_line import ChargeLine
from .chart_view import ChartView
from .clock_moved_view import ClockMovedView
from .clock_view import ClockView
from .close_days_body import CloseDaysBody
from .close_days_body_site_type_1 import CloseDaysBodySiteType1
from .close_days_body_site_type_2_type_1 import CloseDaysBodySiteType2Type1
from .close_days_body_site_type_3_type_1 import CloseDaysBodySiteType3Type1
from .close_problem import CloseProblem
from .close_problem_details import CloseProblemDetails
from .close_view import CloseView
from .close_view_state import CloseViewState
from .code_sent_view import CodeSentView
from .code_view import CodeView
from .code_view_page import CodeViewPage
from .code_view_state import CodeViewState
from .compare_settlement_file_body import CompareSettlementFileBody
from .compare_settlement_file_body_channel import CompareSettlementFileBodyChannel
from .conversation_view import ConversationView
from .correct_huawei_order_body import CorrectHuaweiOrderBody
from .create_workspace_body import CreateWorkspaceBody
from .create_workspace_body_method import CreateWorkspaceBodyMethod
from .create_workspace_body_plan import CreateWorkspaceBodyPlan
from .credit_transfer_body import CreditTransferBody
from .credit_view import CreditView
from .difference_view import DifferenceView
from .done_view import DoneView
from .entry_view import EntryView
from .entry_view_page import EntryViewPage
from .error_place import ErrorPlace
from .estimate_body import EstimateBody
from .estimate_body_currency import EstimateBodyCurrency
from .estimate_body_site import EstimateBodySite
from .estimate_view import EstimateView
from .estimated_usage import EstimatedUsage
from .estimated_usage_item import EstimatedUsageItem
from .evidence_view import EvidenceView
from .examination_view import ExaminationView
from .examination_view_checked import ExaminationViewChecked
from .examination_view_kind import ExaminationViewKind
from .examination_view_positions import ExaminationViewPositions
from .examination_view_state import ExaminationViewState
from .explanation_view import ExplanationView
from .export_statement_direction import ExportStatementDirection
from .export_statement_kind import ExportStatementKind
from .export_statement_reason import ExportStatementReason
from .freeze_fund_body import FreezeFundBody
from .freeze_view import FreezeView
from .fund_balance_view import FundBalanceView
from .fund_balance_view_kind import FundBalanceViewKind
from .fund_view import FundView
from .fund_view_kind import FundViewKind
from .fund_view_page import FundViewPage
from .fund_view_source import FundViewSource
from .fund_view_status import FundViewStatus
from .goodwill_line import GoodwillLine
from .grant_view import GrantView
from .grant_voucher_body import GrantVoucherBody
from .grant_voucher_body_kind import GrantVoucherBodyKind
from .hold_share_view import HoldShareView
from .hold_share_view_kind import HoldShareViewKind
from .hold_view import HoldView
from .hold_view_page import HoldViewPage
from .hold_view_status import HoldViewStatus
from .huawei_order_view import HuaweiOrderView
from .huawei_order_view_page import HuaweiOrderViewPage
from .huawei_order_view_state import HuaweiOrderViewState
from .issue_api_key_body import IssueApiKeyBody
from .issue_vouchers_body import IssueVouchersBody
from .issue_vouchers_body_kind import IssueVouchersBodyKind
from .issued_api_key_view import IssuedApiKeyView
from .ledger_account_view import LedgerAccountView
from .ledger_account_view_type import LedgerAccountViewType
from .limits_view import LimitsView
from .list_all_tickets_state import ListAllTicketsState
from .list_all_tickets_type import ListAllTicketsType
from .list_bank_lines_outcome import ListBankLinesOutcome
from .list_batches_kind import ListBatchesKind
from .list_batches_state import ListBatchesState
from .list_bills_state import ListBillsState
from .list_cards_source import ListCardsSource
from .list_cards_status import ListCardsStatus
from .list_codes_state import ListCodesState
from .list_funds_kind import ListFundsKind
from .list_funds_source import ListFundsSource
from .list_funds_status import ListFundsStatus
from .list_holds_status import ListHoldsStatus
from .list_huawei_orders_state import ListHuaweiOrdersState
from .list_orders_status import ListOrdersStatus
from .list_recharges_state import ListRechargesState
from .list_refunds_state import ListRefundsState
from .list_review_items_status import ListReviewItemsStatus
from .list_tickets_state import ListTicketsState
from .list_tickets_type import ListTicketsType
from .list_transfer_orders_state import ListTransferOrdersState
from .list_vouchers_kind import ListVouchersKind
from .list_vouchers_source import ListVouchersSource
from .list_vouchers_status import ListVouchersStatus
from .list_workspaces_state import ListWorkspacesState
from .mailbox_view import MailboxView
from .may_spend_body import MaySpendBody
from .member_view import MemberView
from .member_view_language import MemberViewLanguage
from .members_view import MembersView
from .message_view import MessageView
from .message_view_channel import MessageViewChannel
from .money import Money
from .money_currency import MoneyCurrency
from .move_clock_body import MoveClockBody
from .movement_view import MovementView
from .movement_view_kind import MovementViewKind
from .movement_view_reason import MovementViewReason
from .order_line import OrderLine
from .order_line_view import OrderLineView
from .order_recharge_body import OrderRechargeBody
from .order_recharge_body_channel import OrderRechargeBodyChannel
from .order_view import OrderView
from .order_view_page import OrderViewPage
from .order_view_status import OrderViewStatus
from .owed_share_view import OwedShareView
from .paid_share_view import PaidShareView
from .pay_order_body import PayOrderBody
from .pay_order_body_kinds_type_0_item import PayOrderBodyKindsType0Item
from .payment_view import PaymentView
from .payment_view_kind import PaymentViewKind
from .payment_view_page import PaymentViewPage
from .payment_view_paid import PaymentViewPaid
from .place_order_body import PlaceOrderBody
from .posting_view import PostingView
from .price_book_of_currency import PriceBookOfCurrency
from .price_book_of_region import PriceBookOfRegion
from .price_book_view import PriceBookView
from .price_books_view import PriceBooksView
from .price_view import PriceView
from .problem import Problem
from .problem_details import ProblemDetails
from .rate_ticket_body import RateTicketBody
from .received_card_view import ReceivedCardView
from .recharge_view import RechargeView
from .recharge_view_channel import RechargeViewChannel
from .recharge_view_page import RechargeViewPage
from .recharge_view_state import RechargeViewState
from .record_huawei_order_body import RecordHuaweiOrderBody
from .redeem_card_body import RedeemCardBody
from .redeem_huawei_order_body import RedeemHuaweiOrderBody
from .redeem_operator_link_body import RedeemOperatorLinkBody
from .refund_view import RefundView
from .refund_view_page import RefundViewPage
from .refund_view_state import RefundViewState
from .refused_event_view import RefusedEventView
from .register_body import RegisterBody
from .register_body_currency import RegisterBodyCurrency
from .register_body_language import RegisterBodyLanguage
from .reject_refund_body import RejectRefundBody
from .release_view import ReleaseView
from .remainder_view import RemainderView
from .reply_to_ticket_body import ReplyToTicketBody
from .request_code_body import RequestCodeBody
from .request_code_body_language import RequestCodeBodyLanguage
from .request_code_body_purpose import RequestCodeBodyPurpose
from .request_refund_body import RequestRefundBody
from .reserve_funds_body import ReserveFundsBody
from .reserve_funds_body_kinds_type_0_item import ReserveFundsBodyKindsType0Item
from .resolve_review_body import ResolveReviewBody
from .return_view import ReturnView
from .review_item_view import ReviewItemView
from .review_item_view_details import ReviewItemViewDetails
from .review_item_view_page import ReviewItemViewPage
from .review_item_view_status import ReviewItemViewStatus
from .revoked_api_key_view import RevokedApiKeyView
from .roles_view import RolesView
from .rotate_api_key_body import RotateApiKeyBody
from .runway_view import RunwayView
from .session_view import SessionView
from .sessions_view import SessionsView
from .set_limits_body import SetLimitsBody
from .settlement_file_view import SettlementFileView
from .settlement_file_view_channel import SettlementFileViewChannel
from .sign_in_body import SignInBody
from .signed_in_view import SignedInView
from .signed_in_view_kind import SignedInViewKind
from .spending_check_view import SpendingCheckView
from .spending_check_view_reason_type_1 import SpendingCheckViewReasonType1
from .spending_check_view_reason_type_2_type_1 import SpendingCheckViewReasonType2Type1
from .spending_check_view_reason_type_3_type_1 import SpendingCheckViewReasonType3Type1
from .start_replay_body import StartReplayBody
from .start_replay_body_book import StartReplayBodyBook
from .statement_of_direction import StatementOfDirection
from .statement_of_kind import StatementOfKind
from .statement_of_reason import StatementOfReason
from .statement_totals_view import StatementTotalsView
from .statement_view import StatementView
from .status_view import StatusView
from .submit_ticket_body import SubmitTicketBody
from .submit_ticket_body_type import SubmitTicketBodyType
from .taken_view import TakenView
from .terms_view import TermsView
from .terms_view_currency import TermsViewCurrency
from .terms_view_default_retentions import TermsViewDefaultRetentions
from .ticket_status_view import TicketStatusView
from .ticket_status_view_state import TicketStatusViewState
from .ticket_view import TicketView
from .ticket_view_page import TicketViewPage
from .ticket_view_state import TicketViewState
from .ticket_view_type import TicketViewType
from .tickets_message_view import TicketsMessageView
from .tickets_message_view_side import TicketsMessageViewSide
from .transfer_order_view import TransferOrderView
from .transfer_order_view_page import TransferOrderViewPage
from .transfer_order_view_state import TransferOrderViewState
from .trial_balance_view import TrialBalanceView
from .unfreeze_fund_body import UnfreezeFundBody
from .upload_bank_statement_body import UploadBankStatementBody
from .upload_bank_statement_body_format import UploadBankStatementBodyFormat
from .usage_accepted_view import UsageAcceptedView
from .usage_data import UsageData
from .usage_event import UsageEvent
from .usage_event_specversion import UsageEventSpecversion
from .usage_line_view import UsageLineView
from .usage_receipt_view import UsageReceiptView
from .usage_summary_view import UsageSummaryView
from .voucher_batch_view import VoucherBatchView
from .voucher_view import VoucherView
from .waive_charge_body import WaiveChargeBody
from .withdraw_batch_body import WithdrawBatchBody
from .withdrawal_view import WithdrawalView
from .withdrawal_view_state import WithdrawalViewState
from .workspace_view import WorkspaceView
from .workspace_view_page import WorkspaceViewPage
from .workspace_view_state import WorkspaceViewState

__all__ = (
    "AboutShape",
    "AccountOpenedView",
    "AccountOpenedViewKind",
    "AccountTotalView",
    "AccountTotalViewType",
    "AccountView",
    "AccountViewKind",
    "AccruedView",
    "ActivateVoucherBody",
    "AlertView",
    "AlertViewKind",
    "AlertViewPage",
    "AnnounceTransferBody",
    "AnswerTicketBody",
    "ApiKeyView",
    "ApiKeysView",
    "ApproveRefundBody",
    "ArrearsView",
    "AssignCardBody",
    "AssignCardBodySource",
    "AssignLineBody",
    "AssignTicketBody",
    "AssignmentView",
    "BalanceView",
    "BankAccountView",
    "BankDetailsCurrency",
    "BankDetailsView",
    "BankLineView",
    "BankLineViewDirection",
    "BankLineViewOutcomeType1",
    "BankLineViewOutcomeType2Type1",
    "BankLineViewOutcomeType3Type1",
    "BankLineViewPage",
    "BankStatementView",
    "BankStatementViewFormat",
    "BankStatementViewOutcomes",
    "BankStatementViewPage",
    "BankStatementViewState",
    "BatchView",
    "BatchViewKind",
    "BatchViewPage",
    "BatchViewState",
    "BillLineView",
    "BillSettlementView",
    "BillSettlementViewState",
    "BillSummary",
    "BillSummaryKind",
    "BillSummaryPage",
    "BillSummaryState",
    "BillView",
    "BillViewKind",
    "BillViewState",
    "BindWorkspaceBody",
    "BindWorkspaceBodyMethod",
    "BindWorkspaceBodyPlan",
    "BookStatusView",
    "BookStatusViewBook",
    "BuyCardBody",
    "CancelOrderBody",
    "CaptureFundsBody",
    "CaptureLine",
    "CaptureView",
    "CardView",
    "ChangeRolesBody",
    "ChargeLine",
    "ChartView",
    "ClockMovedView",
    "ClockView",
    "CloseDaysBody",
    "CloseDaysBodySiteType1",
    "CloseDaysBodySiteType2Type1",
    "CloseDaysBodySiteType3Type1",
    "CloseProblem",
    "CloseProblemDetails",
    "CloseView",
    "CloseViewState",
    "CodeSentView",
    "CodeView",
    "CodeViewPage",
    "CodeViewState",
    "CompareSettlementFileBody",
    "CompareSettlementFileBodyChannel",
    "ConversationView",
    "CorrectHuaweiOrderBody",
    "CreateWorkspaceBody",
    "CreateWorkspaceBodyMethod",
    "CreateWorkspaceBodyPlan",
    "CreditTransferBody",
    "CreditView",
    "DifferenceView",
    "DoneView",
    "EntryView",
    "EntryViewPage",
    "ErrorPlace",
    "EstimateBody",
    "EstimateBodyCurrency",
    "EstimateBodySite",
    "EstimateView",
    "EstimatedUsage",
    "EstimatedUsageItem",
    "EvidenceView",
    "ExaminationView",
    "ExaminationViewChecked",
    "ExaminationViewKind",
    "ExaminationViewPositions",
    "ExaminationViewState",
    "ExplanationView",
    "ExportStatementDirection",
    "ExportStatementKind",
    "ExportStatementReason",
    "FreezeFundBody",
    "FreezeView",
    "FundBalanceView",
    "FundBalanceViewKind",
    "FundView",
    "FundViewKind",
    "FundViewPage",
    "FundViewSource",
    "FundViewStatus",
    "GoodwillLine",
    "GrantView",
    "GrantVoucherBody",
    "GrantVoucherBodyKind",
    "HoldShareView",
    "HoldShareViewKind",
    "HoldView",
    "HoldViewPage",
    "HoldViewStatus",
    "HuaweiOrderView",
    "HuaweiOrderViewPage",
    "HuaweiOrderViewState",
    "IssueApiKeyBody",
    "IssueVouchersBody",
    "IssueVouchersBodyKind",
    "IssuedApiKeyView",
    "LedgerAccountView",
    "LedgerAccountViewType",
    "LimitsView",
    "ListAllTicketsState",
    "ListAllTicketsType",
    "ListBankLinesOutcome",
    "ListBatchesKind",
    "ListBatchesState",
    "ListBillsState",
    "ListCardsSource",
    "ListCardsStatus",
    "ListCodesState",
    "ListFundsKind",
    "ListFundsSource",
    "ListFundsStatus",
    "ListHoldsStatus",
    "ListHuaweiOrdersState",
    "ListOrdersStatus",
    "ListRechargesState",
    "ListRefundsState",
    "ListReviewItemsStatus",
    "ListTicketsState",
    "ListTicketsType",
    "ListTransferOrdersState",
    "ListVouchersKind",
    "ListVouchersSource",
    "ListVouchersStatus",
    "ListWorkspacesState",
    "MailboxView",
    "MaySpendBody",
    "MemberView",
    "MemberViewLanguage",
    "MembersView",
    "MessageView",
    "MessageViewChannel",
    "Money",
    "MoneyCurrency",
    "MoveClockBody",
    "MovementView",
    "MovementViewKind",
    "MovementViewReason",
    "OrderLine",
    "OrderLineView",
    "OrderRechargeBody",
    "OrderRechargeBodyChannel",
    "OrderView",
    "OrderViewPage",
    "OrderViewStatus",
    "OwedShareView",
    "PaidShareView",
    "PayOrderBody",
    "PayOrderBodyKindsType0Item",
    "PaymentView",
    "PaymentViewKind",
    "PaymentViewPage",
    "PaymentViewPaid",
    "PlaceOrderBody",
    "PostingView",
    "PriceBookOfCurrency",
    "PriceBookOfRegion",
    "PriceBookView",
    "PriceBooksView",
    "PriceView",
    "Problem",
    "ProblemDetails",
    "RateTicketBody",
    "ReceivedCardView",
    "RechargeView",
    "RechargeViewChannel",
    "RechargeViewPage",
    "RechargeViewState",
    "RecordHuaweiOrderBody",
    "RedeemCardBody",
    "RedeemHuaweiOrderBody",
    "RedeemOperatorLinkBody",
    "RefundView",
    "RefundViewPage",
    "RefundViewState",
    "RefusedEventView",
    "RegisterBody",
    "RegisterBodyCurrency",
    "RegisterBodyLanguage",
    "RejectRefundBody",
    "ReleaseView",
    "RemainderView",
    "ReplyToTicketBody",
    "RequestCodeBody",
    "RequestCodeBodyLanguage",
    "RequestCodeBodyPurpose",
    "RequestRefundBody",
    "ReserveFundsBody",
    "ReserveFundsBodyKindsType0Item",
    "ResolveReviewBody",
    "ReturnView",
    "ReviewItemView",
    "ReviewItemViewDetails",
    "ReviewItemViewPage",
    "ReviewItemViewStatus",
    "RevokedApiKeyView",
    "RolesView",
    "RotateApiKeyBody",
    "RunwayView",
    "SessionView",
    "SessionsView",
    "SetLimitsBody",
    "SettlementFileView",
    "SettlementFileViewChannel",
    "SignInBody",
    "SignedInView",
    "SignedInViewKind",
    "SpendingCheckView",
    "SpendingCheckViewReasonType1",
    "SpendingCheckViewReasonType2Type1",
    "SpendingCheckViewReasonType3Type1",
    "StartReplayBody",
    "StartReplayBodyBook",
    "StatementOfDirection",
    "StatementOfKind",
    "StatementOfReason",
    "StatementTotalsView",
    "StatementView",
    "StatusView",
    "SubmitTicketBody",
    "SubmitTicketBodyType",
    "TakenView",
    "TermsView",
    "TermsViewCurrency",
    "TermsViewDefaultRetentions",
    "TicketStatusView",
    "TicketStatusViewState",
    "TicketView",
    "TicketViewPage",
    "TicketViewState",
    "TicketViewType",
    "TicketsMessageView",
    "TicketsMessageViewSide",
    "TransferOrderView",
    "TransferOrderViewPage",
    "TransferOrderViewState",
    "TrialBalanceView",
    "UnfreezeFundBody",
    "UploadBankStatementBody",
    "UploadBankStatementBodyFormat",
    "UsageAcceptedView",
    "UsageData",
    "UsageEvent",
    "UsageEventSpecversion",
    "UsageLineView",
    "UsageReceiptView",
    "UsageSummaryView",
    "VoucherBatchView",
    "VoucherView",
    "WaiveChargeBody",
    "WithdrawBatchBody",
    "WithdrawalView",
    "WithdrawalViewState",
    "WorkspaceView",
    "WorkspaceViewPage",
    "WorkspaceViewState",
)
