import os, random, resource, time
from datetime import date, datetime, timedelta
from pathlib import Path
from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.exchange.importing import import_uploads, check_uploads
from stellwerk.exchange.intake import Upload
from stellwerk.exchange.template import write_workbook
from stellwerk.exchange.words import load_words
N=int(os.environ.get('N','20000'))
def make():
    rng=random.Random(1); W={}
    cases=[];apps=[];goals=[]
    areas=['housing','health','work','language','childcare','school_training']
    for i in range(N):
        o=date(2018,1,1)+timedelta(rng.randrange(2500)); k=f'F-{i:06d}'
        closed = o+timedelta(rng.randrange(60,400)) if rng.random()<.6 else None
        cases.append(dict(case_key=k,client_key=f'K-{i:06d}',birth_year=rng.randrange(1950,2010),gender=rng.choice('wmdx'),nationality=rng.choice(['sy','af','ua','tr']),residence_status=rng.choice(['aufenthg_60a','aufenthg_24']),opened_on=o,closed_on=closed,closing_kind='planned' if closed else None,closed_by='both' if closed else None,topics=tuple(rng.sample(areas,3)),central_topics=(areas[0],),household_members=rng.randrange(1,8),family_name=rng.choice(['Yıldız','Al-Hassan','Schmidt','Kowalska','Öztürk','Ivanenko']),given_name=rng.choice(['Ayşe','Mohammed','Olena','Anna'])))
        for j in range(10): apps.append(dict(case_key=k,starts_at=datetime(o.year,o.month,o.day,9)+timedelta(days=7*j,minutes=15*rng.randrange(20)),kind=rng.choice(['office','phone','home_visit']),outcome=rng.choice(['kept','kept','no_show','planned'])))
        for j in range(3): goals.append(dict(case_key=k,life_area=rng.choice(areas),text=f'Ein Ziel mit etwas Text zur Sache {j}',agreed_on=o,attainment=rng.choice([None,0,50,100])))
    return dict(cases=cases,appointments=apps,goals=goals)
def rss(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss//1024
def test_big(own_database, make_cast):
    p=Path('/tmp/P/big%d.xlsx'%N)
    cast=make_cast(); a=system_actor('import',cast.home.pk)
    if not p.exists():
        write_workbook(p,load_words(),make())
    print('size',p.stat().st_size, 'rss before',rss())
    t=time.time()
    def prog(n):
        if n%(20000)<100: print(n, round(time.time()-t,1), rss(), flush=True)
    c0=time.process_time()
    import cProfile,pstats
    pf=cProfile.Profile(); 
    if os.environ.get('PROF'): pf.enable()
    with acting(a):
        pr=import_uploads([Upload('x.xlsx',p.open('rb'))],organisation=cast.home,actor=a,progress=prog,started=lambda n: print('parsed',n,time.time()-t,rss()))
    el=time.time()-t; print('CPU', time.process_time()-c0)
    pf.disable()
    if os.environ.get('PROF'): pstats.Stats(pf).sort_stats('tottime').print_stats(35)
    print(pr.result, pr.checked.findings.faults[:2], pr.counts); n=sum(c['new'] for c in pr.counts.values())
    print(el, n/el,'rows/s', rss(), 'children', resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss//1024)
    t=time.time()
    with acting(a):
        pr=import_uploads([Upload('x.xlsx',p.open('rb'))],organisation=cast.home,actor=a)
    print('again',pr.result, time.time()-t, rss())
