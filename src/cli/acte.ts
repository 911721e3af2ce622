/**
 * `facturation acte N`: an authorised person settles, corrects, contests or closes one act.
 *
 * SPEC §1, §11
 */
import { ACTIONS, type Action } from '../billing/reglement.ts'
import { COLONNES_CORRIGEABLES } from '../domain/colonnes.ts'
import { order } from './order.ts'
import { type Arguments, Misuse, reasonIn, type Terminal } from './terms.ts'

/** The options of the command; `corriger` may stand several times. */
export const ACTE_OPTIONS = {
  confirmer: { type: 'boolean' },
  'non-facturable': { type: 'boolean' },
  corriger: { type: 'string', multiple: true },
  contester: { type: 'boolean' },
  clore: { type: 'boolean' },
  motif: { type: 'string' },
} as const

/** Carries out what is decided of one act, and prints what it became as JSON. */
export async function acte(args: Arguments, terminal: Terminal): Promise<number> {
  const [, number = ''] = args.words
  if (!/^[1-9]\d{0,14}$/.test(number)) {
    throw new Misuse(`facturation acte ${number || '(vide)'} : numéro d’acte attendu`)
  }
  const motif = reasonIn(args, 'pourquoi cet acte est-il changé ?')
  const parametres = { acte: Number(number), action: actionIn(args), champs: champsIn(args) }
  const done = await order(args, terminal, { quoi: 'acte', parametres, motif })
  terminal.out(JSON.stringify(done))
  return 0
}

function actionIn({ options, lists }: Arguments): Action {
  const named = ACTIONS.filter((each) =>
    each === 'corriger' ? (lists.corriger ?? []).length > 0 : options[each] !== undefined,
  )
  const [only, second] = named
  if (only === undefined || second !== undefined) {
    throw new Misuse(`une action et une seule : ${ACTIONS.map((each) => `--${each}`).join(', ')}`)
  }
  return only
}

function champsIn({ lists }: Arguments): { readonly [colonne: string]: string } {
  const champs: { [colonne: string]: string } = {}
  for (const each of lists.corriger ?? []) {
    const at = each.indexOf('=')
    if (at < 1) throw new Misuse(`--corriger ${each} : COLONNE=VALEUR attendu`)
    const colonne = each.slice(0, at).trim()
    if (!Object.hasOwn(COLONNES_CORRIGEABLES, colonne)) {
      const colonnes = Object.keys(COLONNES_CORRIGEABLES).join(', ')
      throw new Misuse(`--corriger ${colonne} : colonne attendue parmi ${colonnes}`)
    }
    champs[colonne] = each.slice(at + 1).trim()
  }
  return champs
}
