"""Accounts, sessions, API keys, operators, the clock and the local mailbox."""

from __future__ import annotations

from typing import Final

from gateway.routes import RoomRoutes
from services.identity import schemas as s

IDENTITY: Final = RoomRoutes("identity", tag="identity", description="Who may act, and how they sign in.")

IDENTITY.tell("POST", "/v1/email-codes", s.RequestCode, s.CodeSentView, call="request_code", status=202)
IDENTITY.tell("POST", "/v1/accounts", s.Register, s.AccountOpenedView, call="register", status=201)
IDENTITY.ask("/v1/accounts/current", s.AccountOf, s.AccountView, call="account_of")
IDENTITY.ask("/v1/members", s.MembersOf, s.MembersView, call="members_of")
IDENTITY.tell("PUT", "/v1/members/<uuid:member_id>/roles", s.ChangeRoles, s.RolesView, call="change_roles")

IDENTITY.tell("POST", "/v1/sessions", s.SignIn, s.SignedInView, call="sign_in", status=201)
IDENTITY.ask("/v1/sessions", s.SessionsOf, s.SessionsView, call="sessions_of")
IDENTITY.tell("DELETE", "/v1/sessions/current", s.SignOut, s.DoneView, call="sign_out")
IDENTITY.tell("DELETE", "/v1/sessions/<uuid:session_id>", s.EndSession, s.DoneView, call="end_session")

IDENTITY.tell("POST", "/v1/api-keys", s.IssueApiKey, s.IssuedApiKeyView, call="issue_api_key", status=201)
IDENTITY.ask("/v1/api-keys", s.ApiKeysOf, s.ApiKeysView, call="api_keys_of")
IDENTITY.tell("DELETE", "/v1/api-keys/<uuid:key_id>", s.RevokeApiKey, s.RevokedApiKeyView, call="revoke_api_key")
IDENTITY.tell("POST", "/v1/api-keys/<uuid:key_id>/rotation", s.RotateApiKey, s.IssuedApiKeyView, call="rotate_api_key", status=201)

IDENTITY.tell("POST", "/v1/operators", s.RedeemOperatorLink, s.AccountOpenedView, call="redeem_operator_link", status=201)
IDENTITY.ask("/v1/clock", s.Clock, s.ClockView, call="clock")
IDENTITY.tell("PUT", "/v1/clock", s.MoveClock, s.ClockMovedView, call="move_clock")
IDENTITY.ask("/v1/mailbox", s.MailboxOf, s.MailboxView, call="mailbox")
