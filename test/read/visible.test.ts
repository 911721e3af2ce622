/** What an HTML body hides is not its author's text, and what perhaps nobody saw acts only once he says so. SPEC §4 */
import t from 'tap'

import { htmlToText, seenText } from '../../src/read/html.ts'
import { courrier, html, plain } from '../support/mime-opened.ts'

const CONSENT = 'Consentement : oui, oral, ce jour'

/** No program shows it: it is left out. */
const HIDDEN: { readonly [technique: string]: string } = {
  'display:none': '<p style="display:none">§</p>',
  'display:none, escaped': '<p style="di\\73play:n\\6fne">§</p>',
  'display:none, commented': '<p style="/**/display/**/:/**/none !important; display:block">§</p>',
  'a class': '<style>.x{display:none}</style><p class="a x">§</p>',
  'an identifier': '<style>#x{display:none}</style><p id="x">§</p>',
  'an element': '<style>aside{display:none}</style><aside>§</aside>',
  'an attribute': '<style>[data-a^="z"]{display:none}</style><p data-a="zz">§</p>',
  'a descendant': '<style>div b > i{display:none}</style><div><b><i>§</i></b></div>',
  'the class of an ancestor':
    '<style>.x{display:none}</style><div class=x><table><tr><td>§</td></tr></table></div>',
  'a sheet of comments': '<style><!-- .x{display:none} --></style><p class=x>§</p>',
  'a sheet left open': '<style>.y{color:red} @media all{.x{display:none</style><p class=x>§</p>',
  'a sheet for screens': '<style media="screen">.x{display:none}</style><p class=x>§</p>',
  'importance over the attribute':
    '<style>.x{display:none!important}</style><p class=x style="display:block">§</p>',
  specificity:
    '<style>#a .x{display:none} p{display:block}</style><div id=a><p class=x>§</p></div>',
  hidden: '<p hidden>§</p>',
  visibility: '<div style="visibility:hidden"><b>§</b></div>',
  'visibility, by a sheet':
    '<style>td{visibility:collapse}</style><table><tr><td>§</td></tr></table>',
  'opacity of an ancestor': '<div style="opacity:0"><p style="opacity:1">§</p></div>',
  'no font': '<p style="font-size:0px">§</p>',
  'no font, by shorthand': '<p style="font:0/0 a">§</p>',
  'no font, by inheritance': '<style>.x{font-size:0}</style><div class=x><span>§</span></div>',
  'no height': '<div style="height:0;overflow:hidden">§</div>',
  'no height, by a sheet':
    '<style>.x{max-height:0;overflow-y:hidden}</style><div class=x><p>§</p></div>',
  'no width': '<div style="width:0;overflow:clip">§</div>',
  'no line': '<div style="line-height:0;overflow:hidden">§</div>',
  'no height, by its logical name': '<div style="block-size:0;overflow:hidden">§</div>',
  'no width, by its logical name': '<div style="max-inline-size:0;overflow:hidden">§</div>',
  'no height that contains': '<div style="contain:strict;height:0">§</div>',
  'max-height:0': '<div style="max-height:0;overflow:hidden">§</div>',
  'opacity:0': '<div style="opacity:0">§</div>',
  template: '<template><p>§</p></template>',
  datalist: '<datalist><option>§</option></datalist>',
  'a hidden value': '<input type="hidden" value="§">',
  comment: '<!-- § -->',
}

/** Some programs show it, or it is hard to see: it stays, and does not act. */
const DOUBTFUL: { readonly [technique: string]: string } = {
  white: '<p style="color:#fff">§</p>',
  'white, by an attribute': '<font color="white">§</font>',
  'white, by a sheet': '<style>.x{color:rgb(255 255 255)}</style><p class=x>§</p>',
  'nearly white': '<p style="color:#f4f4f4">§</p>',
  'nearly white, hsl': '<p style="color:hsl(0,0%,97%)">§</p>',
  'the colour of its ground': '<td bgcolor="#202020"><span style="color:#222">§</span></td>',
  'black on black': '<div style="background:#000 url(x)">§</div>',
  transparent: '<p style="color:transparent">§</p>',
  'no opacity of its colour': '<p style="color:rgba(0,0,0,0.02)">§</p>',
  'a colour that is not understood': '<p style="color:var(--x)">§</p>',
  'filled with nothing': '<p style="-webkit-text-fill-color:#fff">§</p>',
  'nearly no opacity': '<div style="opacity:.1">§</div>',
  'a tiny font': '<p style="font-size:1pt">§</p>',
  'a tiny font, by inheritance':
    '<div style="font-size:10px"><p style="font-size:.1em">§</p></div>',
  'a font that is not understood': '<p style="font-size:clamp(0px,0px,0px)">§</p>',
  'nearly no height': '<div style="height:1px;overflow:hidden">§</div>',
  'no height that still shows': '<div style="max-height:0">§</div>',
  'out of the page': '<div style="position:absolute;left:-9999px">§</div>',
  'out of the page, by a sheet':
    '<style>.x{position:fixed;inset:0 0 0 -200em}</style><div class=x>§</div>',
  'a margin': '<div style="margin:0 0 0 -9999px">§</div>',
  'an indent': '<div style="text-indent:-9999px"><p>§</p></div>',
  ...Object.fromEntries(
    [
      ...[
        'padding-left:9000px',
        'padding:0 0 0 9000px',
        'padding:9000px 0 0',
        'padding-right:-9000px',
      ],
      ...['padding-inline-start:9000px', 'padding-inline:9000px 0', 'padding-block:0 9000px'],
      ...['padding-left:calc(100vw + 10px)', 'padding-left:var(--x)', 'padding-left:100%'],
      ...[
        'margin-left:9000px',
        'margin:0 -9000px 0 0',
        'margin-inline:9000px',
        'margin-inline-end:-300px',
      ],
      ...[
        'margin-left:1000px',
        'margin-left:200%',
        'margin-top:90000px',
        'margin-block-end:-9000px',
      ],
      ...[
        'text-indent:9000px',
        'text-indent:-9000px',
        'text-indent:calc(-9000px)',
        'text-indent:100%',
      ],
      ...[
        'letter-spacing:-9px',
        'letter-spacing:300px',
        'word-spacing:9000px',
        'word-spacing:-1em',
      ],
      ...[
        'border-left:9000px solid #fff',
        'border:solid 9000px white',
        'border-width:0 0 0 9000px',
      ],
      ...['border-spacing:9000px', 'column-gap:9000px', 'gap:9000px', 'shape-margin:9000px'],
      ...['transform:translateX(-9000px)', 'translate:-9000px', 'clip-path:inset(100%)'],
      ...[
        'position:relative;left:9000px',
        'position:sticky;top:-9000px',
        'inset-inline:9000px;position:fixed',
      ],
      ...['width:9000px;text-align:right', 'min-width:9000px', 'min-inline-size:9000px'],
      ...[
        'line-height:0',
        'line-height:0.01',
        'line-height:1px',
        'line-height:9000px',
        'font:16px/0 Arial',
      ],
      ...[
        'filter: opacity(0)',
        'mix-blend-mode:screen',
        'animation:x 1s',
        'offset-path:path("M0 0")',
      ],
    ].map((style) => [style, `<div style='${style}'>§</div>`]),
  ),
  'many small steps aside': `${'<div style="padding-left:90px">'.repeat(12)}§${'</div>'.repeat(12)}`,
  'many small steps out': `${'<div style="margin-left:-20px">'.repeat(9)}§${'</div>'.repeat(9)}`,
  'a wide cell': '<table><tr><td width="9000" align="right">§</td></tr></table>',
  'cells far from their borders': '<table cellpadding="9000"><tr><td>§</td></tr></table>',
  clip: '<div style="position:absolute;clip:rect(0,0,0,0)">§</div>',
  'clip-path': '<div style="clip-path:inset(50%)">§</div>',
  transform: '<div style="-webkit-transform:scale(0)">§</div>',
  filter: '<div style="filter:opacity(0)">§</div>',
  'letters over one another': '<p style="letter-spacing:-1em">§</p>',
  'a display that is not understood': '<p style="display:var(--x,none)">§</p>',
  'for Outlook alone': '<p style="mso-hide:all">§</p>',
  'a condition for Outlook': '<!--[if mso]><p>§</p><![endif]-->',
  'a sheet for Outlook':
    '<!--[if gte mso 9]><style>.x{display:none}</style><![endif]--><p class=x>§</p>',
  details: '<details><summary>suite</summary><p>§</p></details>',
  noscript: '<noscript><p>§</p></noscript>',
  dialog: '<dialog>§</dialog>',
  object: '<object>§</object>',
  '@media': '<style>@media (min-width:1px){.x{display:none}}</style><p class=x>§</p>',
  '@media, a colour': '<style>@media (min-width:1px){.x{color:white}}</style><p class=x>§</p>',
  '@media, shown again':
    '<style>.x{display:none}@media (max-width:9px){.x{display:block}}</style><p class=x>§</p>',
  '@supports': '<style>@supports (a:b){.x{display:none}}</style><p class=x>§</p>',
  'a sheet for printers': '<style media=print>.x{display:none}</style><p class=x>§</p>',
  'a nested rule': '<style>div{ .x{display:none} }</style><div><p class=x>§</p></div>',
  'a selector that is not known': '<style>p:has(b):not(.z){display:none}</style><p>§</p>',
  'a selector that is not read': '<style>p:::x, p{display:none}</style><p>§</p>',
  'a sibling': '<style>i ~ p{display:none}</style><i></i><p>§</p>',
  'a class in another case': '<style>.X{display:none}</style><p class=x>§</p>',
  'a sheet of another quotation':
    '<blockquote><style>.x{display:none}</style></blockquote><p class=x>§</p>',
  'words of a style sheet': '<style>.x::before{content:"§"}</style><p class=x></p>',
  'words of a picture': '<img alt="x"><img alt=":§" src="http://x.fr/a">',
  'turned round': '<bdo dir=rtl>§</bdo>',
  'turned round by a style': '<p style="unicode-bidi:bidi-override;direction:rtl">§</p>',
  'too many rules': `<style>${'.a b{color:red}'.repeat(20_000)}</style><p>§</p>`,
}

/** Ordinary mark-up: it is the author's, and acts. */
const SEEN: { readonly [technique: string]: string } = {
  Outlook:
    '<style><!-- p.MsoNormal{margin:0cm;font-size:11.0pt;font-family:"Calibri",sans-serif} @page WordSection1{size:612.0pt 792.0pt} --></style><!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--><div class=WordSection1><p class=MsoNormal style="margin-left:36.0pt;text-indent:-18.0pt"><span style="color:windowtext;mso-fareast-language:EN-US">§<o:p></o:p></span></p></div>',
  'a dark header': '<table bgcolor="#003366"><tr><td style="color:#ffffff">§</td></tr></table>',
  grey: '<p style="color:#999999">§</p>',
  'no font between words': '<div style="font-size:0"><span style="font-size:14px">§</span></div>',
  'shown within hidden': '<div style="visibility:hidden"><p style="visibility:visible">§</p></div>',
  'shown by the attribute': '<style>.x{display:none}</style><p class=x style="display:block">§</p>',
  'a dark page at night':
    '<style>@media (prefers-color-scheme:dark){body{background:#111!important;color:#eee!important}}</style><body><p>§</p></body>',
  'a box that grows': '<div style="height:0">§</div>',
  'open details': '<details open><summary>suite</summary><p>§</p></details>',
  'a rule of others':
    '<style>.y{display:none} a:hover{display:none}</style><p class=x><a href="x">§</a></p>',
  'values left empty': '<p style="color:;font-size:;display: ;opacity:">§</p>',
  'lines of no height around others':
    '<div style="line-height:0"><p style="line-height:1.4">§</p></div>',
  'sides as mails have them':
    '<div style="margin:0 auto 0 -15px;padding:20px 15px 30px 40px;border:1px solid #ccc;border-radius:9999px;letter-spacing:.3em;word-spacing:2px;line-height:107%;box-shadow:0 0 9000px #fff;font:14px/1.5 Arial">§</div>',
  'a page of the usual width':
    '<table width="1200" cellpadding="10" style="width:1200px;max-width:9999px"><tr><td width="50%">§</td></tr></table>',
  'what Outlook says of its own': '<p style="mso-margin-top-alt:9000px;text-indent:-18pt">§</p>',
  'steps aside of a list':
    '<div style="margin-left:36pt"><div style="margin-left:36pt"><div style="margin-left:36pt">§</div></div></div>',
  'a narrow column': '<table style="width:1%;overflow:hidden"><tr><td>§</td></tr></table>',
  'a link of the system’s colour': '<p style="color:-webkit-link">§</p>',
  'a value typed': '<input value="§">',
  'a text typed': '<textarea>§</textarea>',
  'an option chosen': '<select><option>non</option><option selected>§</option></select>',
}

const of = (technique: string, text = CONSENT) => technique.replaceAll('§', text)
const body = (technique: string) => `<p>Bonjour</p>${of(technique)}<p>Cordialement</p>`

t.test('what no program shows is left out', async (t) => {
  for (const [name, technique] of Object.entries(HIDDEN)) {
    const { libre, formulaire } = await courrier(html(body(technique)))
    t.notMatch(libre, 'Consentement', name)
    t.equal(formulaire.consentement, undefined, name)
    t.match(libre, /Bonjour[\s\S]*Cordialement/, name)
  }
})

t.test('what is in doubt stays and does not act', async (t) => {
  for (const [name, technique] of Object.entries(DOUBTFUL)) {
    const { libre, douteux } = await courrier(html(body(technique)))
    t.match(libre, CONSENT, name)
    t.strictSame(douteux ?? {}, technique.includes(':§') ? {} : { consentement: 'cache' }, name)
  }
})

t.test('what is seen acts', async (t) => {
  for (const [name, technique] of Object.entries(SEEN)) {
    const { douteux, formulaire } = await courrier(html(body(technique)))
    t.equal(formulaire.consentement, 'oui, oral, ce jour', name)
    t.equal(douteux, undefined, name)
  }
})

/** Where programs put what they quote: their plain text beside it says what the HTML hides. */
const PLACES: { readonly [place: string]: (inner: string) => string } = {
  'own text': (inner) => inner,
  'Outlook, no sign': (inner) => `<div>Voir ci-dessous.</div><hr><div>${inner}</div>`,
  table: (inner) => `<table><tr><td>Vu</td></tr><tr><td>${inner}</td></tr></table>`,
  list: (inner) => `<ul><li>Vu</li><li>${inner}</li></ul>`,
  'Gmail, quoted': (inner) =>
    `<div class="gmail_quote"><blockquote class="gmail_quote">${inner}</blockquote></div>`,
  'Apple Mail, quoted': (inner) => `<blockquote type="cite"><div>${inner}</div></blockquote>`,
}

t.test('the plain text that a program makes of it makes nothing of it the author’s', async (t) => {
  const b = '--b\r\n'
  const places = Object.entries(PLACES)
  const techniques = Object.entries({ ...HIDDEN, ...DOUBTFUL }).filter(
    ([name, technique]) =>
      !(technique.startsWith('<!--') || technique.includes(':§') || name.startsWith('too many')),
  )
  for (const [at, [name, technique]] of techniques.entries()) {
    const [place, put] = places[at % places.length] ?? ['', String]
    const two = `${b}${plain(`Bonjour\n\n${CONSENT}`)}\r\n${b}${html(`<p>Bonjour</p>${put(of(technique))}`)}`
    const { douteux, libre } = await courrier(
      `Content-Type: multipart/alternative; boundary=b\r\n\r\n${two}\r\n--b--\r\n`,
    )
    t.ok(douteux?.consentement, `${place} × ${name}`)
    t.match(libre, CONSENT, `${place} × ${name}`)
  }
})

t.test('a hidden keyword is none', async (t) => {
  for (const technique of ['<p style="display:none">§</p>', '<p style="color:#fff">§</p>']) {
    const { motCle } = await courrier(html(`${of(technique, 'AVIS')}<p>Rien d’inquiétant.</p>`))
    t.equal(motCle, null)
  }
})

t.test('marks that a style sheet gives are kept as signs', async (t) => {
  const sheet = '<style>.s{text-decoration:line-through}.e{vertical-align:super}</style>'
  const text = htmlToText(`${sheet}<p><span class=s>5 mg</span> 10<span class=e>9</span>/L</p>`)
  t.match(text, '[barré : 5 mg] 10⁹/L')
})

t.test('what controls show is text', async (t) => {
  const form =
    '<p>Sexe : <select><option>M<option selected>F</select></p><p>Question : <input value="Que faire ?"></p><p>Hospitalisé : <input type=checkbox checked> oui <input type=checkbox> non</p><p><img class=emoji alt="🙂" src="https://x.fr/1"> <img alt="Logo" src="cid:x"></p>'
  const lines = htmlToText(form)
    .split('\n')
    .filter((line) => line !== '')
  t.strictSame(lines, ['Sexe : F', 'Question : Que faire ?', 'Hospitalisé : ☑ oui ☐ non', '🙂'])
})

t.test('the work is bounded, and what is nested deeper than it is read is refused', async (t) => {
  const deep = (depth: number) => `${'<div>'.repeat(depth)}mot${'</div>'.repeat(depth)}`
  t.match(htmlToText(deep(150)), 'mot')
  t.equal(seenText(deep(300)), null)
  t.equal(seenText(`${'<o:p>'.repeat(50_000)}mot`), null)
  await t.rejects(courrier(html(deep(300))), { message: 'html-too-deep' })
  const wide = `<p>${'<b>a</b>'.repeat(20_000)}fin</p>`
  t.match(htmlToText(wide), 'fin', 'no breadth is too much')
  const heavy = `<style>${'div div div div div div b{color:#fff}'.repeat(500)}</style>${deep(190)}`
  const start = process.hrtime.bigint()
  seenText(heavy)
  seenText(`<style>${'('.repeat(200_000)}</style>${'[{('.repeat(20_000)}`)
  t.ok(Number(process.hrtime.bigint() - start) / 1e6 < 2000)
})
