import type { Verdict } from '../domain/verdict.ts'
import { VERDICT_COLOUR } from '../text/verdict-style.ts'

/** Tones with at least 4.5:1 against their background, on light and on dark. */
export const TONES = {
  light: {
    red: '#b3261e',
    magenta: '#9c27a0',
    yellow: '#7a5900',
    blue: '#1a5fb4',
    green: '#1b6e3c',
    gray: '#5c6470',
    cyan: '#0b6477',
  },
  dark: {
    red: '#ff8a80',
    magenta: '#ec9df0',
    yellow: '#f0c14b',
    blue: '#8ab8ff',
    green: '#7fd79c',
    gray: '#a9b1bd',
    cyan: '#6fd3e6',
  },
} as const

function tones(theme: keyof typeof TONES): string {
  return Object.entries(TONES[theme])
    .map(([name, value]) => `--${name}:${value};`)
    .join('')
}

const VERDICT_CLASSES = Object.entries(VERDICT_COLOUR)
  .map(([verdict, colour]) => `.v-${verdict}{--tone:var(--${colour})}`)
  .join('\n')

/** A shape for each verdict besides its colour and its word, as a clip path. */
const SHAPES = {
  blocked: 'polygon(20% 0,50% 30%,80% 0,100% 20%,70% 50%,100% 80%,80% 100%,50% 70%,20% 100%,0 80%,30% 50%,0 20%)',
  'support-required': 'polygon(50% 0,100% 100%,0 100%)',
  unknown: 'polygon(50% 0,100% 50%,50% 100%,0 50%)',
  'action-required': 'inset(6%)',
  ready: 'circle(50%)',
  'not-required': 'inset(38% 0)',
  migrated: 'polygon(0 25%,55% 25%,55% 0,100% 50%,55% 100%,55% 75%,0 75%)',
} as const satisfies Record<Verdict, string>

const VERDICT_SHAPES = Object.entries(SHAPES)
  .map(([verdict, shape]) => `.verdict.v-${verdict}::before{clip-path:${shape}}`)
  .join('\n')

/** The style sheet of the report and of the pages. System fonts only, with Chinese ones behind them. */
export const STYLE = `
:root{color-scheme:light dark;${tones('light')}--page:#f6f7f9;--card:#fff;--text:#1d2129;--soft:#565d68;--line:#dfe3e8;--wash:#f0f2f5;--link:#0b57a8;--tone:var(--soft)}
@media (prefers-color-scheme:dark){:root{${tones('dark')}--page:#14171b;--card:#1c2026;--text:#e6e8eb;--soft:#a4acb8;--line:#323842;--wash:#252a32;--link:#8ab8ff}}
${VERDICT_CLASSES}
${VERDICT_SHAPES}
.v-note{--tone:var(--soft)}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif}
header,main{max-width:1240px;margin:0 auto;padding:0 20px}
header{padding-top:24px}
main{padding-bottom:48px}
h1{font-size:1.5rem;line-height:1.25;margin:0;overflow-wrap:anywhere}
h2{font-size:1.15rem;margin:32px 0 10px}
.skip{position:absolute;left:-9999px}
.skip:focus{left:12px;top:12px;z-index:2;padding:8px 14px;background:var(--card);border:1px solid var(--soft);border-radius:6px}
.bar ul,.pages{display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 14px;margin:0;padding:0;list-style:none;font-size:.9rem}
.bar:not(:has(li+li)) ul{justify-content:flex-end}
.bar:not(:has(li+li)){float:right;margin:4px 0 0 20px}
.bar+*{margin-top:8px}
.card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:2px 18px 14px;min-width:0}
.card h2{margin:12px 0 8px;font-size:1rem}
.charts{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:16px;margin-top:16px}
.chart{display:block;width:100%;height:auto}
.chart text{font-size:12px}
.legend{display:flex;flex-wrap:wrap;gap:2px 16px;margin:8px 0 4px;padding:0;list-style:none;font-size:.84rem}
.data{font-size:.86rem}
.data table{margin-top:6px}
.data .scroll{max-height:320px;overflow:auto}
.data :is(th,td){padding:4px 10px}
h3{font-size:1rem;margin:18px 0 6px;color:var(--tone)}
.lead{margin-top:10px;font-size:1.1rem}
h2+.evidence{margin-top:0}
:is(.finding,.evidence) h3{font-size:.875rem;margin:0 0 6px;color:inherit}
p{margin:6px 0}
ul{margin:6px 0;padding-left:20px}
li{margin:3px 0;overflow-wrap:anywhere}
a{color:var(--link);overflow-wrap:anywhere}
code{font:.86em ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
.quiet,caption,figcaption{color:var(--soft)}
.narrow{display:none}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
button,input,select{font:inherit;color:inherit}
.verdict{color:var(--tone);font-weight:600;white-space:nowrap}
.verdict::before{content:"";display:inline-block;width:.72em;height:.72em;margin-right:.45em;background:var(--tone)}
.totals{display:grid;grid-template-columns:repeat(auto-fit,minmax(152px,1fr));gap:8px;margin:16px 0 0;padding:0;list-style:none}
.totals li{margin:0;background:var(--card);border:1px solid var(--line);border-left:4px solid var(--tone);border-radius:6px;padding:8px 10px}
.totals li:has(button,a){padding:0}
.totals :is(button,a){display:block;width:100%;padding:8px 10px;border:0;border-radius:3px;background:none;text-align:left;cursor:pointer;color:inherit;text-decoration:none;overflow-wrap:normal}
.totals :is(button,a):hover{background:var(--wash)}
.totals :is(button[aria-pressed=true],a[aria-current]){background:var(--wash);box-shadow:inset 0 0 0 2px var(--tone)}
.totals b{display:block;font-size:1.5rem;line-height:1.2;font-variant-numeric:tabular-nums}
.totals span{font-size:.8rem;white-space:normal}
:lang(zh) .totals span{font-size:.74rem}
.alert{margin-top:28px;padding:2px 18px 10px;background:var(--card);border:1px solid var(--line);border-left:4px solid var(--red);border-radius:6px}
.changes{margin-top:28px;padding:2px 18px 12px;background:var(--card);border:1px solid var(--line);border-radius:6px}
.changes h2{margin:12px 0 0}
.changes,.alert{overflow-wrap:anywhere}
.changes .verdict{white-space:normal}
.about{color:var(--soft);font-size:.93em}
.filters:not([hidden]){display:flex;flex-wrap:wrap;gap:10px 12px;align-items:end;margin-bottom:8px}
.filters label{display:flex;flex-direction:column;gap:3px;font-size:.82rem;color:var(--soft);min-width:0}
.filters .grow{flex:1 1 240px}
.filters input,.filters select,.filters button,.more{min-height:38px;padding:6px 10px;border:1px solid var(--soft);border-radius:6px;background:var(--card);color:var(--text);font-size:.93rem;max-width:100%}
.filters select{max-width:190px}
.filters .grow select{max-width:100%}
.filters button,.more{cursor:pointer}
.filters button:hover,.more:hover{background:var(--wash)}
table{border-collapse:collapse;width:100%;background:var(--card);border:1px solid var(--line)}
.loading .keys>tbody{display:none}
caption{text-align:left;padding:0 0 8px;font-size:.88rem}
th,td{padding:8px 12px;text-align:left;vertical-align:top;font-weight:normal}
thead th{font-weight:600;font-size:.86rem;border-bottom:1px solid var(--line);background:var(--wash);white-space:nowrap}
td time{white-space:nowrap;font-variant-numeric:tabular-nums}
.number{text-align:right;font-variant-numeric:tabular-nums}
.keys>thead{position:sticky;top:0;z-index:1}
.keys>tbody>tr>th{width:36%}
.keys th b{overflow-wrap:anywhere}
.keys .nowrap{white-space:nowrap}
.keys td.owner{overflow-wrap:anywhere}
.keys>tbody>tr>th code{color:var(--soft);display:block;font-size:.8em}
.keys>tbody{border-top:1px solid var(--line)}
.keys thead :is(button,a){border:0;padding:0;background:none;color:inherit;font-weight:600;cursor:pointer;white-space:nowrap;text-decoration:none}
.keys thead :is(button,a):hover{text-decoration:underline}
.keys thead :is(button,a)::after{content:"";display:inline-block;width:1em;text-align:center;color:var(--soft)}
.keys thead [aria-sort=ascending] :is(button,a)::after{content:"\\2191"}
.keys thead [aria-sort=descending] :is(button,a)::after{content:"\\2193"}
.keys tbody th a{text-decoration:none}
.keys tbody th a:is(:hover,:focus-visible) b{text-decoration:underline}
.why p{margin:0;color:var(--soft);display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden;overflow-wrap:anywhere}
.pages{margin-top:14px;align-items:center;justify-content:flex-start}
.history{margin:0;padding-left:20px;overflow-wrap:anywhere}
a.more{display:inline-flex;align-items:center;text-decoration:none}
.legend .verdict{font-weight:400}
.days{display:block;width:180px;max-width:100%;height:16px;margin-top:4px}
.sample{width:26px;height:12px;vertical-align:-1px}
.cards tbody tr{border-top:1px solid var(--line)}
.cards tbody .quiet{display:block;font-size:.86em}
.cards td{overflow-wrap:anywhere}
main>.card,main>section>.card{margin-top:16px}
p.alert{margin-top:12px;padding:8px 14px}
.empty{padding:18px;background:var(--card);border:1px solid var(--line)}
.keys .why td{padding-top:0;max-width:0}
summary{cursor:pointer;color:var(--soft);overflow-wrap:anywhere}
details:not([open]) summary{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden}
details:not([open]) summary::before{content:"\\25B8  "}
details[open] summary::before{content:"\\25BE  "}
summary::marker{content:""}
summary:hover{color:var(--text)}
.findings{margin:10px 0;display:grid;gap:10px}
.finding{border-left:4px solid var(--tone);background:var(--wash);border-radius:0 6px 6px 0;padding:10px 14px;overflow-wrap:anywhere}
.finding p{margin:4px 0}
.source,.events{font-size:.88rem}
.evidence{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:18px 28px;margin:16px 0 8px;overflow-wrap:anywhere}
.evidence section{min-width:0}
.evidence .wide{grid-column:1/-1}
.coverage{display:block;width:100%;height:14px;border-radius:3px}
.coverage .read{fill:var(--green)}
.coverage .gap{fill:var(--card);stroke:var(--red);stroke-width:2;vector-effect:non-scaling-stroke}
figure{margin:6px 0 0}
figure .narrow{display:none}
.evidence .chart{max-width:440px}
.evidence .needs .chart{max-width:620px}
figcaption{font-size:.82rem}
dl{display:grid;grid-template-columns:auto minmax(0,1fr);gap:2px 14px;margin:0}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
.batches{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,380px),1fr));gap:16px;align-items:start;margin:16px 0}
.batch{padding-bottom:12px;overflow-wrap:anywhere}
.batch :is(h2,h3,h4){margin:12px 0 8px;font-size:1rem;color:inherit}
.batch details{margin-top:8px}
.batch pre{margin:8px 0;padding:12px;white-space:pre-wrap;user-select:all;border:1px solid var(--line);border-radius:6px;font-size:.85rem}
.unread{color:var(--yellow)}
.scroll{overflow-x:auto}
.scroll th[scope=row]{white-space:nowrap}
.scroll td{overflow-wrap:break-word}
.scroll>.callers{min-width:600px}
.scroll>.rules{min-width:860px}
.callers{font-size:.9rem}
.callers tbody :is(th,td){vertical-align:baseline}
@media (min-width:761px){
:lang(zh) .keys .verdict{display:inline-block;width:max-content;max-width:11.5em;white-space:normal}
}
@media (max-width:1020px){
.owner{display:none}
}
@media (max-width:760px){
header,main{padding-left:14px;padding-right:14px}
.optional,figure .wide{display:none}
.narrow,figure .narrow{display:block}
.charts{grid-template-columns:minmax(0,1fr)}
.card{padding:2px 12px 12px}
th,td{padding:7px 8px}
.totals{grid-template-columns:repeat(2,1fr)}
.verdict{white-space:normal}
.keys thead th{white-space:normal}
.filters label{flex:1 1 140px}
.filters .grow{flex-basis:100%}
.filters select{max-width:none;width:100%}
.keys>tbody>tr>th{width:auto}
td time{white-space:normal}
.keys tbody th code{width:0;min-width:100%;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.keys .verdict{overflow-wrap:anywhere}
.evidence{grid-template-columns:minmax(0,1fr)}
dl{grid-template-columns:1fr}
dd{margin-bottom:6px}
.cards,.cards :is(caption,tbody,tr,th,td){display:block}
.cards caption{padding:8px 12px}
.cards thead{position:absolute;left:-9999px}
.cards tbody tr{padding:6px 0}
.cards tbody :is(th,td){padding:4px 12px}
.cards td:not([data-title]){display:none}
.cards td[data-title]::before{content:attr(data-title);display:block;color:var(--soft);font-size:.86rem}
.days{width:100%}
}
@media (max-width:360px){
.keys :is(th,td){padding:7px 4px}
}
@media (prefers-reduced-motion:no-preference){.totals button,summary{transition:background .1s,color .1s}}
@media print{
:root{--page:#fff;--card:#fff;--wash:#fff;${tones('light')}--text:#000;--soft:#444;--line:#bbb;--link:#0b57a8}
body{font-size:10pt}
.filters:not([hidden]),.more,#more,.skip,.bar ul,.pages,.data{display:none}
header,main{max-width:none;padding:0}
.keys>thead{position:static}
.finding{break-inside:avoid}
.keys>tbody>tr:not(.why){break-inside:avoid;break-after:avoid}
details:not([open]) summary{display:block}
.why details::details-content{content-visibility:visible;display:block}
summary::before{content:none!important}
.chart,.coverage,.days,.sample,.verdict::before{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`
