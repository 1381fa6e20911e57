// Measures what no checker measures: size of type, line height, characters a line, targets, gaps, sideways scrolling.
// Takes {font, lh, target, gap, cpl} in CSS pixels; answers a list of what falls short.
(o)=>{const R=[];const vis=e=>{const r=e.getBoundingClientRect(),s=getComputedStyle(e);
  return r.width>0&&r.height>0&&s.visibility!='hidden'&&!e.closest('[hidden],.visually-hidden,[aria-hidden=true]')};
const w=document.createTreeWalker(document.body,NodeFilter.SHOW_TEXT);let n;
while(n=w.nextNode()){if(!n.data.trim())continue;const e=n.parentElement;
  if(!vis(e)||/^(script|style|rt)$/i.test(e.tagName))continue;
  const s=getComputedStyle(e),f=parseFloat(s.fontSize),lh=s.lineHeight=='normal'?1.2:parseFloat(s.lineHeight)/f,t=n.data.trim();
  if(f<o.font)R.push(['font',e.tagName,t.slice(0,12),f]);
  if(lh<o.lh-.01&&t.length>12)R.push(['line-height',t.slice(0,12),lh]);
  const g=document.createRange();g.selectNodeContents(n);
  const c=Math.floor(Math.max(...[...g.getClientRects()].map(r=>r.width))/f);if(c>(o.cpl||40))R.push(['chars',t.slice(0,12),c])}
const hit=e=>{const a=[e.getBoundingClientRect(),...[...(e.labels||[])].map(l=>l.getBoundingClientRect())];
  return{l:Math.min(...a.map(x=>x.left)),t:Math.min(...a.map(x=>x.top)),r:Math.max(...a.map(x=>x.right)),b:Math.max(...a.map(x=>x.bottom))}};
const T=[...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary,[role=button],[tabindex="0"]')]
  .filter(vis).map(e=>({e,h:hit(e)}));
for(const{e,h}of T){const W=h.r-h.l,H=h.b-h.t;if(Math.min(W,H)<o.target-.5)R.push(['target',e.tagName,(e.innerText||e.name||'').slice(0,12),W,H])}
for(let i=0;i<T.length;i++)for(let j=i+1;j<T.length;j++){const a=T[i].h,b=T[j].h,
  g=Math.max(Math.max(a.l-b.r,b.l-a.r),Math.max(a.t-b.b,b.t-a.b));
  if(g<o.gap&&!T[i].e.contains(T[j].e)&&!T[j].e.contains(T[i].e))R.push(['gap',(T[i].e.innerText||'').slice(0,8),(T[j].e.innerText||'').slice(0,8),g])}
if(document.documentElement.scrollWidth>innerWidth+1)R.push(['hscroll']);return R}
