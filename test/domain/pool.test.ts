import t from 'tap'

import { DAY_MS, HOUR_MS } from '../../src/domain/calendrier.ts'
import { reglesDe } from '../../src/domain/pool.ts'
import { delaisContraires, documentsManquants } from '../../src/domain/pool-regles.ts'
import { samplePiece } from '../support/dossiers.ts'

const lacks = (
  document: string,
  {
    pieces = [],
    contexte = '',
    texte = '',
  }: { pieces?: string[]; contexte?: string; texte?: string },
) =>
  documentsManquants(
    {
      pieces: pieces.map(samplePiece),
      formulaire: { contexte },
      textes: [{ message: 'm', recuLe: '2026-06-08T08:00:00.000Z' as never, texte }],
    },
    [document],
  ).length > 0

t.test('a document is there when a file bears its name, or a line says what it is', async (t) => {
  for (const [document, said] of [
    ['photographie', { pieces: ['photo-dos.jpg'] }],
    ['photographie', { pieces: ['Photographies du 12.zip'] }],
    ['photo', { pieces: ['photographie.png'] }],
    ['ECG', { pieces: ['IMG_2 ecg.pdf'] }],
    ['ECG', { contexte: 'Douleur. ECG normal ce jour.' }],
    ['ECG', { texte: 'Bonjour,\nECG : non disponible\nMerci' }],
    ['compte rendu opératoire', { pieces: ['Compte-rendu_operatoire.pdf'] }],
    ['lettre de sortie', { texte: 'Pas de lettre de sortie à ce jour.' }],
  ] as const)
    t.notOk(lacks(document, said as never), `${document}: ${JSON.stringify(said)}`)
})

t.test('what only looks like it, or is an empty line, does not', async (t) => {
  for (const [document, said] of [
    ['photographie', { pieces: ['IMG_1234.jpg'] }],
    ['ECG', { pieces: ['ecgonine.pdf'] }],
    ['ECG', { texte: 'ECG :' }],
    ['ECG', { texte: '- ECG' }],
    ['compte rendu opératoire', { pieces: ['compte-rendu.pdf'] }],
    ['compte rendu opératoire', { texte: 'Un compte rendu suivra.\nBloc opératoire complet.' }],
    ['ordonnance', {}],
  ] as const)
    t.ok(lacks(document, said as never), `${document}: ${JSON.stringify(said)}`)
})

t.test('delays that cannot stand together are told', async (t) => {
  const good = { rappelMs: 12 * HOUR_MS, limiteMs: DAY_MS, expirationJours: 7 }
  const kept = 90 * DAY_MS
  t.equal(delaisContraires(good, kept), null)
  t.match(delaisContraires({ ...good, rappelMs: DAY_MS }, kept), /rappel/)
  t.match(delaisContraires({ ...good, expirationJours: 1 }, kept), /limite/)
  t.match(delaisContraires({ ...good, expirationJours: 61 }, kept), /RETENTION/)
})

t.test('the delays of a slot are its pool’s where it has some', async (t) => {
  const regles = { rappelMs: 1, limiteMs: 2, expirationJours: 3, calendrier: 'ouvre' }
  t.equal(reglesDe({}, regles), regles)
  t.strictSame(reglesDe({ delais: { limiteMs: 9 } }, regles), { ...regles, limiteMs: 9 })
})
