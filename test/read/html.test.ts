import t from 'tap'

import { htmlToText } from '../../src/read/html.ts'
import { readKeyword } from '../../src/read/keyword.ts'
import { looksOwn, readThread } from '../../src/read/thread.ts'

const QUOTED =
  '<!DOCTYPE html><html><head><title>x</title><style>p{}</style></head><body><p>REFUS (décliner)</p></body></html>'

function keyword(html: string) {
  const { motCle, rest } = readKeyword(
    readThread(htmlToText(html))
      .filter(looksOwn)
      .map((line) => line.text),
    '2026-11-22' as never,
  )
  return [motCle, rest.filter((line) => line !== '')]
}

t.test('a letter quoted with its own <body> is not the writer’s own text', async (t) => {
  const own = '<div>AVIS<div><br></div><div>Rien d’inquiétant.</div></div>'
  const wrote = '<div>Le dim. 22 nov. 2026 à 04:10, T &lt;x@y.example&gt; a écrit :</div>'
  const answer = `${own}${wrote}<blockquote>${QUOTED}</blockquote>`
  t.strictSame(keyword(answer), ['AVIS', ['Rien d’inquiétant.']])
  t.strictSame(keyword(`<html><body>${answer}</body></html>`), ['AVIS', ['Rien d’inquiétant.']])
})

t.test('what stands in the head is not read, with or without a body', async (t) => {
  t.strictSame(keyword(QUOTED.replace('REFUS (décliner)', 'ACCEPTE')), ['ACCEPTE', []])
  t.strictSame(keyword('<p>ACCEPTE</p>'), ['ACCEPTE', []])
})

t.test('a list of terms and descriptions is a form', async (t) => {
  const html =
    '<dl><dt>Sexe</dt><dd>F</dd><dt><b>Prénoms :</b></dt><dd><p>Odette</p></dd></dl><p>Merci</p>'
  t.strictSame(
    htmlToText(html)
      .split('\n')
      .filter((line) => line !== ''),
    ['Sexe : F', 'Prénoms : Odette', 'Merci'],
  )
})

t.test('words that a browser sets apart are never joined', (t) => {
  const tags =
    'address button center details dialog dir fieldset figcaption figure legend li menu option p summary td'
  for (const tag of tags.split(' ')) {
    const text = htmlToText(`<${tag}>5</${tag}><${tag}>3</${tag}>`)
    t.notMatch(text, '53', tag)
    t.match(text, /5[^\d]+3/, tag)
  }
  t.end()
})

t.test('a row of labels that no row of values follows stays, and fills nothing in', (t) => {
  const rows = '<tr><th>Sexe</th><th>Question</th></tr>'
  for (const html of [`<table>${rows}</table>fin`, `<table>${rows}<tr><td>seul</td></tr></table>`])
    t.match(htmlToText(html), /Sexe \| Question/)
  t.end()
})

t.test('a head that never ends hides nothing', (t) => {
  t.equal(htmlToText('<head><title>t</title><body><p>AVIS</p>').trim(), 'AVIS')
  t.end()
})
