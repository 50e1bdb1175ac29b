import { VERDICT_COLOUR } from '../verdict-style.ts'

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

/** The report's style sheet. System fonts only, with Chinese ones behind them. */
export const STYLE = `
:root{color-scheme:light dark;${tones('light')}--page:#f6f7f9;--card:#fff;--text:#1d2129;--soft:#565d68;--line:#dfe3e8;--wash:#f0f2f5;--link:#0b57a8;--tone:var(--soft)}
@media (prefers-color-scheme:dark){:root{${tones('dark')}--page:#14171b;--card:#1c2026;--text:#e6e8eb;--soft:#a4acb8;--line:#323842;--wash:#252a32;--link:#8ab8ff}}
${VERDICT_CLASSES}
.v-note{--tone:var(--soft)}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif}
header,main{max-width:1240px;margin:0 auto;padding:0 20px}
header{padding-top:28px}
main{padding-bottom:48px}
h1{font-size:1.6rem;line-height:1.25;margin:0}
h2{font-size:1.2rem;margin:36px 0 12px}
h3{font-size:1rem;margin:18px 0 6px;color:var(--tone)}
h4{font-size:.875rem;margin:0 0 6px}
p{margin:6px 0}
ul{margin:6px 0;padding-left:20px}
li{margin:3px 0}
a{color:var(--link);overflow-wrap:anywhere}
code{font:.86em ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
.quiet,caption,figcaption{color:var(--soft)}
.narrow{display:none}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
button,input,select{font:inherit;color:inherit}
.verdict{color:var(--tone);font-weight:600;white-space:nowrap}
.verdict::before{content:"";display:inline-block;width:.6em;height:.6em;margin-right:.4em;border-radius:50%;background:var(--tone)}
.share{display:block;width:100%;height:10px;margin:16px 0 10px;border-radius:5px;background:var(--line)}
.share rect{fill:var(--tone)}
.totals{display:grid;grid-template-columns:repeat(auto-fit,minmax(128px,1fr));gap:10px;margin:0;padding:0;list-style:none}
.totals li{margin:0;background:var(--card);border:1px solid var(--line);border-left:4px solid var(--tone);border-radius:6px;padding:8px 12px}
.totals li:has(button){padding:0}
.totals button{display:block;width:100%;padding:8px 12px;border:0;border-radius:3px;background:none;text-align:left;cursor:pointer}
.totals button:hover{background:var(--wash)}
.totals button[aria-pressed=true]{background:var(--wash);box-shadow:inset 0 0 0 2px var(--tone)}
.totals b{display:block;font-size:1.5rem;line-height:1.2;font-variant-numeric:tabular-nums}
.totals span{color:var(--tone);font-weight:600;font-size:.86rem}
.alert{margin-top:28px;padding:2px 18px 10px;background:var(--card);border:1px solid var(--line);border-left:4px solid var(--red);border-radius:6px}
.changes{margin-top:28px;padding:2px 18px 12px;background:var(--card);border:1px solid var(--line);border-radius:6px}
.changes h2{margin:12px 0 0}
.about{color:var(--soft);font-size:.93em}
#filters:not([hidden]){display:flex;flex-wrap:wrap;gap:10px 12px;align-items:end;margin-bottom:8px}
#filters label{display:flex;flex-direction:column;gap:3px;font-size:.82rem;color:var(--soft);min-width:0}
#filters .grow{flex:1 1 240px}
#filters input,#filters select,#filters button,#more{min-height:38px;padding:6px 10px;border:1px solid var(--soft);border-radius:6px;background:var(--card);color:var(--text);font-size:.93rem;max-width:100%}
#filters select{max-width:190px}
#filters button,#more{cursor:pointer}
#filters button:hover,#more:hover{background:var(--wash)}
table{border-collapse:collapse;width:100%;background:var(--card);border:1px solid var(--line)}
.loading #keys>tbody{display:none}
caption{text-align:left;padding:0 0 8px;font-size:.88rem}
th,td{padding:8px 12px;text-align:left;vertical-align:top;font-weight:normal}
thead th{font-weight:600;font-size:.86rem;border-bottom:1px solid var(--line);background:var(--wash);white-space:nowrap}
td time{white-space:nowrap;font-variant-numeric:tabular-nums}
.number{text-align:right;font-variant-numeric:tabular-nums}
#keys>thead{position:sticky;top:0;z-index:1}
#keys>tbody>tr>th{width:36%}
#keys th b{overflow-wrap:anywhere}
#keys .nowrap{white-space:nowrap}
#keys>tbody>tr>th code{color:var(--soft);display:block}
#keys>tbody{border-top:1px solid var(--line)}
#keys thead button{border:0;padding:0;background:none;font-weight:600;cursor:pointer;white-space:nowrap}
#keys thead button::after{content:"";display:inline-block;width:1em;text-align:center;color:var(--soft)}
#keys thead [aria-sort=ascending] button::after{content:"\\2191"}
#keys thead [aria-sort=descending] button::after{content:"\\2193"}
#keys .why td{padding-top:0}
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
figure{margin:10px 0 0}
figcaption{font-size:.82rem}
.hours{display:block;width:100%;max-width:420px}
.hours .busy{fill:var(--blue)}
.hours .base{fill:var(--line)}
.hours text{font-size:9px;fill:var(--soft)}
dl{display:grid;grid-template-columns:auto minmax(0,1fr);gap:2px 14px;margin:0}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
.unread{color:var(--yellow)}
.scroll{overflow-x:auto}
.callers{font-size:.9rem}
.callers tbody :is(th,td){vertical-align:baseline}
@media (max-width:760px){
header,main{padding-left:14px;padding-right:14px}
.optional{display:none}
.narrow{display:block}
th,td{padding:7px 8px}
.totals{grid-template-columns:repeat(2,1fr)}
.verdict{white-space:normal}
#keys thead th{white-space:normal}
#filters label{flex:1 1 140px}
#filters .grow{flex-basis:100%}
#filters select{max-width:none;width:100%}
#keys>tbody>tr>th{width:auto}
td time{white-space:normal}
.evidence{grid-template-columns:minmax(0,1fr)}
dl{grid-template-columns:1fr}
dd{margin-bottom:6px}
}
@media (prefers-reduced-motion:no-preference){.totals button,summary{transition:background .1s,color .1s}}
@media print{
:root{--page:#fff;--card:#fff;--wash:#fff;${tones('light')}--text:#000;--soft:#444;--line:#bbb}
body{font-size:10pt}
#filters:not([hidden]),#status,#more{display:none}
header,main{max-width:none;padding:0}
#keys>thead{position:static}
#keys>tbody,.finding{break-inside:avoid}
details:not([open]) summary{display:block}
summary::before{content:none!important}
.share,.coverage,.verdict::before,.hours{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`
