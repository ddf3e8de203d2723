import time, tracemalloc, resource
from services.wallet.schemas import BankStatementOf
from tests.support.bank_files import *
from tests.integration.wallet.test_wallet_bank_statements import announce
from services.wallet import application
def test_perf(room, make_customer, monkeypatch):
    import services.wallet.application.transfers as tr
    monkeypatch.setattr(tr, "MOST_OPEN_TRANSFERS", 10**6)
    cs=[make_customer() for _ in range(50)]
    orders=[announce(cs[i%50]) for i in range(5000)]
    content=csv_of(*(line_of(f"TT-{n}","100.00",orders[n//2].code if n%2 else f"remark {n} of somebody 2026") for n in range(10000)))
    def timed(what,f):
        c=time.process_time(); w=time.monotonic(); r=f(); print(what,"cpu",round(time.process_time()-c,2),"wall",round(time.monotonic()-w,2), "rss", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss//1024); return r
    d=timed("dry",lambda: upload(room,content,dry_run=True)); print(d.outcomes)
    v=timed("upload",lambda: upload(room,content)); print(v.outcomes)
    timed("work",room.work_off_statements)
    print(room.bank_statement_of(BankStatementOf(statement_id=v.statement_id)).outcomes)
    v=timed("again",lambda: upload(room,content))
    timed("work",room.work_off_statements)
    print(room.bank_statement_of(BankStatementOf(statement_id=v.statement_id)).outcomes)
    x=camt_of(*(entry(f"TX-{n}","100.00",f"remark {n} "+"x"*60) for n in range(10000)))
    print(len(x))
    timed("camt dry",lambda: upload(room,x,format="camt053",dry_run=True,is_packed=True))
