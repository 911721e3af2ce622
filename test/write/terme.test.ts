/** No question about words without a date: each reader, wherever the dossier stands. SPEC §6.3, §6.8 */
import t from 'tap'

import type { Dossier } from '../../src/domain/dossier.ts'
import { textBody } from '../../src/write/blocs.ts'
import { draft } from '../../src/write/letters.ts'
import * as ex from './exemple.ts'

async function read(role: 'requerant' | 'requis', dossier: Dossier): Promise<string> {
  const lettre = { kind: 'reponseAPreciser', code: 'complement-vide', rang: 1 } as const
  const written = await draft(ex.envoi(lettre, role, dossier), ex.parts)
  return textBody(written.blocs).replace(/\s+/g, ' ')
}

const LIGNES: readonly (readonly [string, 'requerant' | 'requis', Dossier, RegExp])[] = [
  [
    'the opinion is awaited',
    'requis',
    ex.attendu,
    /Votre avis est attendu au plus tard .* novembre/,
  ],
  ['the clock stands', 'requis', ex.enPause, /suspendu jusqu’à la réponse .* se clôt .* novembre/],
  [
    'asked after it',
    'requis',
    ex.questionne,
    /attend votre réponse (?:au plus tard|dès que possible)/,
  ],
  ['the request waits', 'requerant', ex.incomplet, /Au plus tard .* répondez à ce message/],
  ['it has left', 'requerant', ex.attendu, /Répondez avant que la demande ne se close .* novembre/],
]

for (const [name, role, dossier, words] of LIGNES) {
  t.test(`${role}, ${name}`, async (t) => {
    t.match(await read(role, dossier), words)
  })
}

t.test('once everything is over no date is said', async (t) => {
  t.notMatch(await read('requerant', ex.dossier), /Répondez avant|Au plus tard/)
  t.notMatch(await read('requis', ex.dossier), /est attendu|se clôt/)
})
