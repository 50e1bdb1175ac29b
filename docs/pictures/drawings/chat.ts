import { html, raw } from 'hono/html'
import type { Html } from '../../../shared/text/escape.ts'

const STYLE = `
body{margin:0;padding:12px;background:#f2f3f5;color:#1f2329;font:14px/1.5 "Liberation Sans","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
.from{display:flex;gap:8px;align-items:center;margin-bottom:8px;font-size:12px;color:#5f6672}
.face{width:28px;height:28px;border-radius:6px;background:#2f5f9e;color:#fff;font-size:11px;line-height:28px;text-align:center}
.bubble{background:#fff;border-radius:8px;padding:10px 12px}
h1{font-size:18px;line-height:1.35;margin:0 0 8px}h2{font-size:16px;line-height:1.35;margin:16px 0 4px}
p{margin:0 0 8px}ul{margin:0;padding-left:18px}li{margin:2px 0}
code{font:12px "DejaVu Sans Mono","Noto Sans Mono CJK SC",monospace;background:#eef0f3;border-radius:3px;padding:1px 3px}
`

/** A message in a group's chat on a phone. `style` is what a vendor draws in its own way. */
export function chat(message: Html, style = ''): string {
  return String(html`<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><style>${raw(STYLE + style)}</style></head>
<body><div class="from"><span class="face">CMK</span>cmk-readiness</div>${message}</body>
</html>
`)
}
