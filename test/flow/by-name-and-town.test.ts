/**
 * A physician named with his town: written forms × a directory, as the corridor looks them up. SPEC §4, §9
 */
import t, { type Test } from 'tap'

import { lireTraitant } from '../../src/decide/cibles.ts'
import { souhaits } from '../../src/decide/souhaits.ts'
import type { Rpps } from '../../src/domain/correspondant.ts'
import { lookUp } from '../../src/flow/directory.ts'
import { type AnnuaireRow, importRows } from '../../src/ledger/annuaire/annuaire-import.ts'
import { testDatabase } from '../support/database.ts'
import { sampleCourrier, sampleRequerant } from '../support/dossiers.ts'

type Person = readonly [
  rpps: string,
  nom: string,
  prenom: string,
  ...places: readonly (readonly [code: string, commune: string])[],
]

const NOW = new Date('2026-11-16')
const PAUL = '99700000012'
const ANNE = '99700000020'
const PETIT_LYON = '99700000038'
const PETIT_BOURG = '99700000046'
const PETIT_NULLE_PART = '99700000053'
const VIDAL = '99700218896'
const NOBLE = '99700000079'
const MARIE = '99700000087'
const CURIE = '99700000095'
const ROYER = '99700000103'

const DIRECTORY: readonly Person[] = [
  [PAUL, 'ROUSSET', 'Paul', ['69437', 'LYON CEDEX 03'], ['69003', 'Lyon 3e Arrondissement']],
  [ANNE, 'ROUSSET', 'Anne', ['69006', 'Lyon 6e Arrondissement']],
  [PETIT_LYON, 'PETIT', 'Luc', ['69003', 'LYON']],
  [PETIT_BOURG, 'PETIT', 'Jean', ['01000', 'BOURG EN BRESSE']],
  [PETIT_NULLE_PART, 'PETIT', 'Nora'],
  [VIDAL, 'VIDAL', 'Hugo', ['72000', 'LE MANS']],
  [NOBLE, 'DE LYON', 'Guy', ['75005', 'PARIS']],
  [MARIE, 'MARIE', 'Luce'],
  [CURIE, 'CURIE', 'Aldegonde', ['42000', 'ST ETIENNE']],
  [ROYER, 'ROYER', 'Ines'],
]

async function directory(t: Test) {
  const { db } = await testDatabase(t)
  await importRows(db, NOW, async (onRow) => {
    for (const [rpps, nom, prenom, ...places] of DIRECTORY) {
      const person: AnnuaireRow = {
        ...{ rpps, nom, prenom, profession: '10', specialite: '01' },
        ...{ adresse: `${rpps}@exemple.test`, numeroAm: null, finess: null },
      }
      if (places.length === 0) await onRow(person)
      for (const [codePostal, commune] of places) await onRow({ ...person, codePostal, commune })
    }
    return { refused: null }
  })
  return async (written: string): Promise<string> => {
    const form = { medecinTraitant: written }
    const wished = souhaits(sampleCourrier({ formulaire: form }), [])
    const trouvailles = await lookUp(db, wished, null, NOW)
    const { valeur, manques } = lireTraitant({
      ...{ form, cibles: [], trouvailles },
      requerant: sampleRequerant(),
    })
    const [lack] = manques
    if (lack !== undefined) return [lack.pourquoi, ...(lack.precisions ?? [])].join(' ')
    return valeur?.kind === 'designe' ? valeur.professionnel.rpps : (valeur?.kind ?? 'nobody')
  }
}

t.test('the name decides first, then the town; in doubt it is asked', async (t) => {
  const found = await directory(t)
  const table: { readonly [written: string]: Rpps | string } = {
    // Of several of one name, the town decides, by postal code or arrondissement where one tells them apart.
    'Dr Rousset (Lyon 3e)': PAUL,
    'Dr Rousset, 69006 Lyon': ANNE,
    'Dr Rousset à Lyon 6ème': ANNE,
    'Dr ROUSSET 69003 LYON': PAUL,
    'Dr Rousset à Lyon': 'ambigu',
    'Dr Rousset de Lyon': 'ambigu',
    'Dr Paul Rousset à Lyon': PAUL,
    'Dr Paul Rousset de Lyon': PAUL,
    'Rousset Paul, Lyon': PAUL,
    'ROUSSET, Paul, Lyon': PAUL,
    'Dr Petit à Lyon': PETIT_LYON,
    'Dr PETIT A LYON': PETIT_LYON,
    'Dr Petit a Lyon': PETIT_LYON,
    'Dr Petit à lyon': PETIT_LYON,
    'Dr Petit, lyon': PETIT_LYON,
    'Dr Petit (Lyon)': PETIT_LYON,
    'Dr Petit - Lyon': PETIT_LYON,
    'Dr Petit, Lyon': PETIT_LYON,
    'PETIT, Lyon': PETIT_LYON,
    'Dr Petit, F-69003 Lyon': PETIT_LYON,
    'Dr Petit\n12 rue Victor Hugo\n69003 Lyon': PETIT_LYON,
    'Dr Petit, médecin généraliste à Lyon': PETIT_LYON,
    'Dr Petit exerçant à Lyon': PETIT_LYON,
    'Dr Petit, 69003': PETIT_LYON,
    'Dr Petit, cabinet de la Gare, Bourg-en-Bresse': PETIT_BOURG,
    'Dr Petit, MSP de Bourg-en-Bresse': PETIT_BOURG,
    'Dr Petit à Bourg en Bresse': PETIT_BOURG,
    'Dr Petit à Bourg': PETIT_BOURG,
    'Dr Petit, tél. 04 74 00 00 00, 01000 Bourg-en-Bresse': PETIT_BOURG,
    'Dr Petit': 'ambigu',
    'Dr Petit à Grenoble': 'ambigu',
    'Dr Petit, cabinet de la Gare': 'ambigu',
    // One whose known town is another is asked about.
    'Dr Vidal à Lyon': 'contradictoire lieu',
    'Dr Vidal (Grenoble)': 'contradictoire lieu',
    'Dr Vidal, 69003': 'contradictoire lieu',
    'Dr Hugo Vidal, Lyon': 'contradictoire lieu',
    'Dr Paul Rousset à Grenoble': 'contradictoire lieu',
    'Dr Vidal au Mans': VIDAL,
    'Dr Vidal, 72000 Le Mans': VIDAL,
    'Dr Petit (12 rue Victor Hugo, 69003 Lyon)': PETIT_LYON,
    'Dr Vidal (Le Mans)': VIDAL,
    // What is no town contradicts nobody.
    // A second physician beside him: which of the two has the copy is asked.
    'Dr Vidal (remplaçant : Dr Petit)': 'illisible aCote',
    'Dr Vidal, cabinet des Lilas': VIDAL,
    'Dr Vidal (médecin traitant)': VIDAL,
    'Dr Vidal - généraliste': VIDAL,
    'Dr Vidal, 06 00 00 00 00': VIDAL,
    // One whose town nobody knows is taken by his name alone, as before.
    'Dr Royer à Lyon': ROYER,
    'Dr Ines Royer, 69003 Lyon': ROYER,
    'Dr Nora Petit à Lyon': PETIT_NULLE_PART,
    // What may be a part of the name is no town, unless the directory knows him there.
    'Dr Guy de Lyon': NOBLE,
    'Dr de Lyon': NOBLE,
    'Dr Guy de Lyon, Paris': NOBLE,
    'Dr Guy de Lyon, Lyon': 'contradictoire lieu',
    'Dr Marie de Villiers': 'introuvable',
    'Dr Royer de Lyon': 'introuvable',
    'CURIE, Aldegonde': CURIE,
    'Curie, Aldegonde': CURIE,
    'CURIE, Saint-Étienne': CURIE,
    'Dr Curie, St-Etienne': CURIE,
    'CURIE, Marguerite': 'introuvable',
    'Dr Nemo à Lyon': 'introuvable',
    // A number or an address is surer than a place.
    [`Dr Vidal à Lyon, ${VIDAL}@exemple.test`]: VIDAL,
    [`Dr Vidal à Lyon, ${VIDAL}`]: VIDAL,
  }
  for (const [written, expected] of Object.entries(table))
    t.equal(await found(written), expected, written)
})

t.test('a place lives as long as a source shows it', async (t) => {
  const { db } = await testDatabase(t)
  const row = { rpps: VIDAL, nom: 'VIDAL', prenom: 'Hugo', profession: '10', specialite: '01' }
  const load = (at: string, ...rows: readonly Partial<AnnuaireRow>[]) =>
    importRows(db, new Date(at), async (onRow) => {
      for (const more of rows)
        await onRow({ ...row, adresse: null, numeroAm: null, finess: null, ...more })
      return { refused: null }
    })
  const known = async () =>
    (await db.query<{ cle: string }>('select cle from lieu_exercice order by cle')).map(
      ({ cle }) => cle,
    )
  const mans = { codePostal: '72000', commune: 'LE MANS' }
  await load('2026-11-16', mans, { codePostal: '69003', commune: 'Lyon 3e Arrondissement' })
  t.strictSame(await known(), ['lyon', 'mans'])
  await load('2026-11-17', { ...mans, source: 'ps-libreacces' })
  await load('2026-11-18', { codePostal: '69003', commune: 'LYON CEDEX 03' })
  t.strictSame(await known(), ['lyon', 'mans'], 'another source still shows it')
  await load('2026-11-19', { source: 'ps-libreacces' })
  t.strictSame(await known(), ['lyon'])
})
