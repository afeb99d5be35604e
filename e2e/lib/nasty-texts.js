/**
 * Texts that would do something in a page that takes them for markup: the ones that people try first, and some that pass
 * careless filters. Each would set `window.pwned`.
 */
export const NASTY_TEXTS = Object.freeze([
  '<script>window.pwned=1</script>',
  '<img src=x onerror="window.pwned=1">',
  '<svg/onload=window.pwned=1>',
  '"><script>window.pwned=1</script>',
  "'-alert(1)-'",
  'javascript:window.pwned=1',
  '<a href="javascript:window.pwned=1">click</a>',
  '<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>',
  '<details open ontoggle=window.pwned=1>',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=window.pwned=1>',
  '&lt;script&gt;window.pwned=1&lt;/script&gt;',
  '{{constructor.constructor("window.pwned=1")()}}',
  '${window.pwned=1}',
  '</textarea><script>window.pwned=1</script>',
  '<style>@import "//example.org/x.css"</style>',
  '<base href="//example.org/">',
  '%3Cscript%3Ewindow.pwned%3D1%3C/script%3E',
  '\u202e<b>txt.exe</b>',
]);
