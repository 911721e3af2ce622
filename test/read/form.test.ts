import t from 'tap'

import type { Formulaire } from '../../src/domain/courrier.ts'
import { readForm } from '../../src/read/form.ts'
import { readThread } from '../../src/read/thread.ts'
import { formulaireVierge, LIBELLES } from '../../src/write/formulaire.ts'
import { alternative, courrier, html, plain } from '../support/mime-opened.ts'

const form = (text: string) => readForm(readThread(text), { quoted: 'read' })
const only = (text: string): Formulaire => form(text).formulaire

t.test('reads a label in each of the ways it is written', async (t) => {
  for (const line of [
    'Nom de naissance : DUPONT',
    'nom de naissance: DUPONT',
    'NOM DE NAISSANCE:DUPONT',
    'Nom de naissance\u00a0: DUPONT',
    'Nom de naissance = DUPONT',
    '- Nom de naissance : DUPONT',
    '• Nom de naissance : DUPONT',
    '1. Nom de naissance : DUPONT',
    '*Nom de naissance* : DUPONT',
    '*Nom de naissance :* DUPONT',
    '**Nom de naissance :** DUPONT',
    '> Nom de naissance : DUPONT',
    '>> - *Nom de naissance* : DUPONT',
    'Nom de naissance\tDUPONT',
    '| Nom de naissance | DUPONT |',
    'Nom de naissance – DUPONT',
    'Nom de naissance (état civil) : DUPONT',
    'Nom de naissance du patient : DUPONT',
    'Nom de naissance :\nDUPONT',
    'Nom de naissance\nDUPONT',
    'Nom de jeune fille : DUPONT',
    'Nom : DUPONT',
  ]) {
    t.strictSame(only(line), { nomNaissance: 'DUPONT' }, JSON.stringify(line))
  }
})

t.test('knows every label of the contract and its synonyms', async (t) => {
  const lines: { readonly [line: string]: Formulaire } = {
    'Spécialité demandée : Dermatologie': { specialiteDemandee: 'Dermatologie' },
    'Médecin requis : Dr Curie': { medecinRequis: 'Dr Curie' },
    'Prénom(s) : Marie': { prenoms: 'Marie' },
    'Né(e) le : 03/03/1951': { dateNaissance: '03/03/1951' },
    'Née le 03/03/1951': { dateNaissance: '03/03/1951' },
    'Sexe : F': { sexe: 'F' },
    'Consentement du patient : oui': { consentement: 'oui' },
    'Date du consentement : 09/03/2026': { dateConsentement: '09/03/2026' },
    'Mode du consentement : oral': { modeConsentement: 'oral' },
    'Consentement donné par : patient': { consentementDonnePar: 'patient' },
    'Médecin traitant : moi-même': { medecinTraitant: 'moi-même' },
    'Copie au médecin traitant : non': { copieMedecinTraitant: 'non' },
    'Question : que faire ?': { question: 'que faire ?' },
    'Tél. : 01 02 03 04 05': { telephone: '01 02 03 04 05' },
    'Contexte : c': { contexte: 'c' },
    'ATCD : HTA': { antecedents: 'HTA' },
    'Traitement en cours : aucun': { traitements: 'aucun' },
    'Délai souhaité : 8 jours': { delaiSouhaite: '8 jours' },
    'Nom utilisé : MARTIN': { nomUtilise: 'MARTIN' },
    'Matricule INS : 1': { matriculeIns: '1' },
    'Statut INS : qualifiée': { statutIns: 'qualifiée' },
    'Lieu de naissance : Nancy': { lieuNaissance: 'Nancy' },
    'N° AM : 1': { numeroAm: '1' },
    'n° Assurance Maladie : 1': { numeroAm: '1' },
    'ADELI : 1': { numeroAm: '1' },
    'Numéro de facturation : 1': { numeroAm: '1' },
    'N° FINESS : 1': { numeroFiness: '1' },
    'Spécialité du requérant : 01': { specialiteRequerant: '01' },
    'N° de sécurité sociale de l’assuré : 1': { nirAssure: '1' },
    'Rang : 1': { rang: '1' },
    'Régime : 01': { regime: '01' },
    "Nature d'assurance : 10": { natureAssurance: '10' },
    'ALD : oui': { ald: 'oui' },
    'Patient hospitalisé : non': { patientHospitalise: 'non' },
    'Niveau : 2': { niveau: '2' },
    'Urgence : non': { urgence: 'non' },
  }
  for (const [line, expected] of Object.entries(lines)) t.strictSame(only(line), expected, line)
})

t.test('runs a question on over lines and blank lines until the next label', async (t) => {
  t.strictSame(only('Question : un ?\nDeux.\n\n- trois\nContexte : quatre'), {
    question: 'un ?\nDeux.\n\n- trois',
    contexte: 'quatre',
  })
})

t.test('ends a question at a signature, a closing or a disclaimer', async (t) => {
  for (const end of [
    '-- \nDr A',
    'Cordialement,\nDr A',
    'Bien confraternellement\nDr A',
    'Ce message est confidentiel et destiné à son seul destinataire.',
    'Merci d’avance',
  ]) {
    t.strictSame(only(`Question : un ?\n\n${end}`), { question: 'un ?' }, end)
  }
})

t.test('keeps a wrapped value whole, and the next paragraph out of it', async (t) => {
  t.strictSame(only('Médecin traitant : Dr Paul DURAND\n<paul.durand@x.fr>\nSexe : F'), {
    medecinTraitant: 'Dr Paul DURAND\n<paul.durand@x.fr>',
    sexe: 'F',
  })
  t.strictSame(only('Urgence : non\nMerci de votre regard sur ce cas.'), { urgence: 'non' })
  t.strictSame(only('Prénoms : Marie\n    Anne'), { prenoms: 'Marie\nAnne' })
  const long = 'Lieu de naissance : une très longue commune dont le nom ne tient pas sur la ligne'
  t.match(only(`${long}\nsuite`).lieuNaissance, /ligne\nsuite$/)
})

t.test('reads several labels on a line', async (t) => {
  t.strictSame(only('Nom : DUPONT Prénom : Marie Né(e) le : 03/03/1951 ; Sexe : F - Tél : 01'), {
    nomNaissance: 'DUPONT',
    prenoms: 'Marie',
    dateNaissance: '03/03/1951',
    sexe: 'F',
    telephone: '01',
  })
})

t.test('takes an empty line of the form, and what a blank form shows, for nothing', async (t) => {
  t.strictSame(only('Sexe :\nNom de naissance :\nQuestion :\n'), {})
  t.strictSame(
    only(
      'Date de naissance : JJ/MM/AAAA\nConsentement : oui / non\nSexe : M / F / I\nTéléphone : ……\nMédecin traitant : [à compléter]',
    ),
    {},
  )
  t.strictSame(only('Médecin requis : <marie.curie@x.fr>'), { medecinRequis: '<marie.curie@x.fr>' })
})

t.test('lists a label that stands twice with different values', async (t) => {
  t.strictSame(form('Sexe : F\nSexe : M').contradictions, ['sexe'])
  t.strictSame(form('Sexe : F\nSexe : féminin').contradictions, [])
  t.strictSame(form('Nom de naissance : Mme DUPONT\nSexe : M').contradictions, ['sexe'])
  t.strictSame(form('Nom : M. DUPONT\nSexe : F').contradictions, ['sexe'])
  t.strictSame(form('Née le : 03/03/1951\nSexe : M').contradictions, [])
  t.strictSame(form('Date de naissance : née le 03/03/1951\nSexe : M').contradictions, ['sexe'])
  t.strictSame(form('Nom de naissance : Mme DUPONT\nSexe : F').contradictions, [])
  t.strictSame(form('Nom de naissance : Mme DUPONT\nSexe : I').contradictions, [])
  t.strictSame(form('Nom de naissance : Mme DUPONT').contradictions, [])
  t.strictSame(form('Date de naissance : 03/03/1951\nNé le : 3 mars 1951').contradictions, [])
  t.strictSame(form('Nom de naissance : Dupônt\nNom de naissance : DUPONT').contradictions, [])
  t.strictSame(form('Consentement : oui\nConsentement : non').contradictions, ['consentement'])
})

t.test('lets the own line win over the quoted one, and the newer over the older', async (t) => {
  const { formulaire, contradictions, used } = form('Sexe : M\n> Sexe : F\n> Téléphone : 01')
  t.strictSame(formulaire, { sexe: 'M', telephone: '01' })
  t.strictSame(contradictions, [])
  t.strictSame([...used], [0, 2], 'the line that lost stays in the text')
  t.strictSame(form('> Sexe : M\n>> Sexe : F').formulaire, { sexe: 'M' })
})

t.test('takes « Nom » for the name used where the birth name stands apart', async (t) => {
  t.strictSame(only('Nom : MARTIN\nNom de naissance : DUPONT'), {
    nomNaissance: 'DUPONT',
    nomUtilise: 'MARTIN',
  })
  t.strictSame(only('Nom et prénom : Mme DUPONT Marie Anne'), {
    nomNaissance: 'DUPONT',
    prenoms: 'Marie Anne',
  })
  t.strictSame(only('Patient : Marie DUPONT'), { nomNaissance: 'DUPONT', prenoms: 'Marie' })
  t.strictSame(only('Patient : Marie Dupont'), {}, 'which is the family name is not ours to guess')
})

t.test('loses no prose written under a less sure label', async (t) => {
  t.strictSame(only('Contexte : un\nHistoire de la maladie : deux'), {
    contexte: 'un\nHistoire de la maladie : deux',
  })
  t.strictSame(only('Contexte : un\nExamen clinique : deux'), {
    contexte: 'un\nExamen clinique : deux',
  })
})

t.test('reads HTML tables, lists, quotations and hard blanks', async (t) => {
  const c = await courrier(
    html(
      `<table><tr><td><b>Nom de naissance</b></td><td>DUPONT</td></tr><tr><td><p>Sexe&nbsp;:</p></td><td><p>F</p></td></tr>
       <tr><td>Question</td><td><p>une</p><p>deux</p></td></tr></table>
       <table><tr><th>Prénoms</th><th>Date de naissance</th></tr><tr><td>Marie</td><td>3 mars 1951</td></tr></table>
       <table><tr><td>ALD</td><td>non</td><td>Rang</td><td>1</td></tr></table>
       <ul><li>Consentement&nbsp;: oui</li></ul><p>Médecin traitant : <a href="mailto:a@x.fr">Dr A</a></p>
       <blockquote>Téléphone : 01<br>Sexe : M</blockquote>`,
    ),
  )
  t.strictSame(c.formulaire, {
    nomNaissance: 'DUPONT',
    sexe: 'F',
    question: 'une\n\ndeux',
    prenoms: 'Marie',
    dateNaissance: '3 mars 1951',
    ald: 'non',
    rang: '1',
    consentement: 'oui',
    medecinTraitant: 'Dr A <a@x.fr>',
    telephone: '01',
  })
  t.strictSame(c.contradictions, [])
})

t.test('sees when the plain and the HTML rendition do not say the same', async (t) => {
  const same = await courrier(
    alternative(
      'Sexe : F\nMédecin traitant : Dr A <a@x.fr>',
      '<p>Sexe : F</p><p>Médecin traitant : <a href="mailto:a@x.fr">a@x.fr</a></p>',
    ),
  )
  t.strictSame(same.contradictions, [])
  const other = await courrier(alternative('Sexe : F', '<p>Sexe : M</p>'))
  t.strictSame(other.contradictions, ['sexe'])
  const stub = await courrier(alternative('Ce message est en HTML.', '<p>Sexe : M</p>'))
  t.strictSame(stub.formulaire, { sexe: 'M' })
})

t.test('undoes format=flowed before it reads', async (t) => {
  const c = await courrier(
    plain(
      'Question : un deux \ntrois\n> Sexe : \n> F\n-- \nDr A',
      'text/plain; charset=utf-8; format=flowed',
    ),
  )
  t.strictSame(c.formulaire, { question: 'un deux trois', sexe: 'F' })
})

t.test('does not fill in the form that a keyword quotes', async (t) => {
  const c = await courrier(plain('AVIS\nBénin.\n\n> Sexe : F'))
  t.strictSame(c.formulaire, {})
})

t.test(
  'takes the blank form of our letters, quoted with the prose around it, for nothing',
  async (t) => {
    const letter = [
      'Urgence vitale : SAMU-Centre 15.',
      '',
      ...formulaireVierge(null),
      '',
      'Répondez à ce message.',
    ]
    t.strictSame(only(letter.map((line) => `> ${line}`).join('\n')), {})
  },
)

t.test('reads back every label that our letters write', async (t) => {
  for (const [libelle, label] of Object.entries(LIBELLES))
    t.strictSame(only(`${label} : x1`), { [libelle]: 'x1' }, label)
})

t.test('the number of a question amid a line stays with it', async (t) => {
  const said = 'Contexte : urticaire au froid. Question 1 : adrénaline ? Question 2 : bilan ?'
  const { formulaire } = await courrier(plain(said))
  t.equal(formulaire.contexte, 'urticaire au froid.')
  t.equal(formulaire.question, 'Question 1 : adrénaline ? Question 2 : bilan ?')
  t.equal((await courrier(plain('Question 1 : adrénaline ?'))).formulaire.question, 'adrénaline ?')
})
