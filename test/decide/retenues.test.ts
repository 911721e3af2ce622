/**
 * Every letter that seems to speak of another patient is kept and shown until it is settled, whoever wrote it and however
 * many there are; each ACCORD frees one. SPEC §6.5, §13.14
 */
import t from 'tap'

import { nomDeRetenue } from '../../src/decide/patient.ts'
import { proposeA } from '../../src/decide/portee.ts'
import type { Rpps } from '../../src/domain/correspondant.ts'
import { textBody } from '../../src/write/blocs.ts'
import { draft } from '../../src/write/letters.ts'
import { type Histoire, histoire, lettersOf, rppsTest } from '../support/dossiers.ts'
import * as ex from '../write/exemple.ts'

const NOMS = ['TARTEMPION Germaine', 'DUPONTEL Jean', 'LEROUX Simone'] as const
const UN = rppsTest(1)
const A = rppsTest(101)
const dit = (nom: string) => `Patient : ${nom}\nKératose du bras, à traiter pour ${nom}.`

/** Both sides: who writes, and by which word. */
const COTES: {
  readonly [cote: string]: readonly [Rpps, (story: Histoire, texte: string) => Histoire]
} = {
  requerant: [UN, (story, texte) => story.requerant({ motCle: 'COMPLEMENT', texte })],
  requis: [A, (story, texte) => story.requis(1, { motCle: 'COMPLEMENT', texte: `${texte} ?` })],
}

/** ACCORD in answer to a letter that names these. */
function accord(story: Histoire, cote: string, propose: readonly string[]): Histoire {
  const { event } = story
  story.event = (one) => event({ ...one, propose } as typeof one)
  const done =
    cote === 'requis'
      ? story.requis(1, { motCle: 'ACCORD' })
      : story.requerant({ motCle: 'ACCORD' })
  story.event = event
  return done
}
const held = ({ dossier }: Histoire) =>
  (dossier.retenues ?? []).map(({ courrier }) => courrier.texte)

async function last(story: Histoire, rpps: Rpps): Promise<string> {
  const role = rpps === UN ? 'requerant' : 'requis'
  const letter = story.last.effets.findLast((one) => one.kind === 'envoyer' && one.a.rpps === rpps)
  if (letter?.kind !== 'envoyer') throw new Error('no letter')
  const envoi = ex.envoi(letter.lettre, role, story.dossier)
  const written = await draft(
    { ...envoi, a: { ...envoi.a, rpps } },
    { ...ex.parts, now: story.now },
  )
  return textBody(written.blocs).replace(/\s+/g, ' ')
}

for (const [cote, [rpps, write]] of Object.entries(COTES)) {
  t.test(`${cote}: three letters wait, each is shown, and three words free them`, async (t) => {
    const story = histoire()
    for (const [n, nom] of NOMS.entries()) {
      write(story, dit(nom))
      t.equal(held(story).length, n + 1, 'none takes the place of another')
      const read = await last(story, rpps)
      for (const each of NOMS.slice(0, n + 1)) t.match(read, each, 'quoted')
    }
    t.equal(proposeA(story.dossier, rpps).length, 3, 'each has its name')
    for (const left of [2, 1, 0]) {
      accord(story, cote, proposeA(story.dossier, rpps))
      t.equal(held(story).length, left)
    }
    const words = JSON.stringify(story.effets)
    for (const nom of NOMS)
      t.ok(words.includes(`à traiter pour ${nom}`), `${nom} reached its reader`)
  })

  t.test(`${cote}: a word in answer to the first question frees the first`, async (t) => {
    const story = histoire()
    for (const nom of NOMS) write(story, dit(nom))
    const [first] = story.dossier.retenues ?? []
    if (first === undefined) throw new Error('none held')
    accord(story, cote, [nomDeRetenue(first)])
    t.notOk(held(story).some((texte) => texte.includes(NOMS[0])))
    t.equal(held(story).length, 2)
  })
}

t.test('the same words again are held once; another letter says what still waits', async (t) => {
  const story = histoire().requerant({ motCle: 'COMPLEMENT', texte: dit(NOMS[0]) })
  story.requerant({ motCle: 'COMPLEMENT', texte: 'Aucune allergie.' })
  t.equal(held(story).length, 1)
  t.equal(lettersOf(story.last.effets, 'bienRecu').length, 1, 'one letter')
  const read = await last(story, UN)
  t.match(read, /Reste gardé, et transmis à personne : votre message reçu le .*TARTEMPION/)
  t.match(read, /répondez ACCORD en première ligne/)
})
