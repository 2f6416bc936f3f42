import time
from collections import defaultdict
from pathlib import Path
from django.db import connection
from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.exchange.importing import import_uploads
from stellwerk.exchange.intake import Upload
def test_slow(own_database, make_cast):
    cast=make_cast(); a=system_actor('import',cast.home.pk)
    T=defaultdict(lambda:[0,0.0]); S={}
    def wrap(ex,sql,params,many,ctx):
        t=time.time()
        try: return ex(sql,params,many,ctx)
        finally:
            d=time.time()-t; k=sql[:90]; T[k][0]+=1; T[k][1]+=d
            S.setdefault(k,[]).append(round(d,2))
    with acting(a), connection.execute_wrapper(wrap):
        t=time.time(); import_uploads([Upload('x.xlsx',Path('/tmp/P/big2000.xlsx').open('rb'))],organisation=cast.home,actor=a); print('total',time.time()-t)
    for k,(n,d) in sorted(T.items(),key=lambda x:-x[1][1])[:14]: print(round(d,2),n,k, S[k][:6])
