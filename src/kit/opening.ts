/**
 * What keeps a thing that a setting names from being opened: one French sentence that begins with that setting, says
 * what is wrong and what to do. `start`, every command and `check` open their things through here, so that none can
 * fail without its setting.
 *
 * In    the setting, the thing (a path, an address) in a few words, the work that opens it
 * Out   what the work gives
 * Refuses   (throws NotOpened) with the system's code in words; what is said already keeps its words
 *
 * SPEC §1 (« a start that a used port, an unreachable database or an unwritable folder prevents names the setting »)
 */

/** A thing that could not be opened: its setting, and what is wrong with what to do; the message holds both. */
export class NotOpened extends Error {
  override readonly name = 'NotOpened'
  readonly setting: string

  constructor(sentence: string, { setting, cause }: { setting: string; cause?: unknown }) {
    super(`${setting} : ${sentence}`, cause === undefined ? undefined : { cause })
    this.setting = setting
  }
}

/** What a code means to who starts us: what is wrong, and what to do. */
type Words = readonly [said: string, todo: string]

const SPACE: Words = ['le disque est plein', 'faites de la place, puis recommencez']
const RIGHTS: Words = [
  'les droits ne le permettent pas',
  'donnez-les à l’utilisateur qui lance Confrère, ou désignez un autre endroit',
]
const CUT: Words = ['la connexion est coupée', 'voyez le journal de ce serveur, puis recommencez']
const NETWORK: Words = ['le réseau n’y mène pas', 'voyez le réseau et l’adresse']
const MISMATCH: Words = ['la clé n’est pas celle du certificat', 'donnez les deux de la même paire']

const CODES: { readonly [code: string]: Words } = {
  EACCES: RIGHTS,
  EPERM: RIGHTS,
  ENOENT: ['il n’y a rien à cet endroit', 'corrigez le chemin, ou déposez-y le fichier'],
  ENOTDIR: ['un fichier y tient la place d’un dossier', 'corrigez le chemin'],
  EEXIST: ['un fichier y tient la place d’un dossier', 'corrigez le chemin'],
  EISDIR: ['c’est un dossier', 'désignez un fichier'],
  ELOOP: ['des liens y tournent en rond', 'corrigez le chemin'],
  ENAMETOOLONG: ['ce nom est trop long', 'corrigez le chemin'],
  EROFS: ['le disque est en lecture seule', 'rendez-le inscriptible, ou désignez un autre endroit'],
  ENOSPC: SPACE,
  EDQUOT: ['le quota est épuisé', 'faites de la place, puis recommencez'],
  EMFILE: ['trop de fichiers sont ouverts', 'relevez la limite (ulimit -n), puis recommencez'],
  EIO: ['le disque ne répond plus', 'voyez le matériel'],
  EADDRINUSE: [
    'ce port est déjà pris',
    'arrêtez le programme qui l’occupe, ou donnez un autre port',
  ],
  EADDRNOTAVAIL: ['cette adresse n’est pas de cette machine', 'donnez une des siennes'],
  ENOTFOUND: ['ce nom d’hôte est inconnu', 'corrigez-le, ou voyez le DNS'],
  EAI_AGAIN: ['le DNS ne répond pas', 'voyez le réseau, puis recommencez'],
  ECONNREFUSED: [
    'la connexion est refusée',
    'voyez si ce serveur est démarré et si l’adresse est la bonne',
  ],
  ECONNRESET: CUT,
  EPIPE: CUT,
  ETIMEDOUT: ['aucune réponse', 'voyez le réseau, le pare-feu et l’adresse'],
  EHOSTUNREACH: NETWORK,
  ENETUNREACH: NETWORK,
  // PostgreSQL, Appendix A
  '28P01': ['identifiant ou mot de passe refusé', 'corrigez-les'],
  '28000': ['cet utilisateur n’est pas admis', 'voyez pg_hba.conf, ou corrigez l’utilisateur'],
  '3D000': ['cette base n’existe pas', 'créez-la (createdb), ou corrigez son nom'],
  '42501': ['les droits de cet utilisateur n’y suffisent pas', 'rendez-le propriétaire de la base'],
  '25006': ['cette base est en lecture seule', 'donnez le serveur principal'],
  '53300': ['trop de connexions', 'relevez max_connections, ou arrêtez ce qui les prend'],
  '57P03': ['ce serveur démarre ou s’arrête', 'recommencez quand il répond'],
  // OpenSSL, as node:crypto names it
  ERR_OSSL_PEM_NO_START_LINE: ['rien en PEM', 'donnez le fichier PEM attendu'],
  ERR_OSSL_UNSUPPORTED: ['rien qui se lise en PEM', 'donnez le fichier PEM attendu'],
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: MISMATCH,
  ERR_OSSL_X509_KEY_TYPE_MISMATCH: MISMATCH,
  ERR_MISSING_PASSPHRASE: [
    'cette clé est protégée par un mot de passe',
    'donnez-la sans mot de passe, lisible de Confrère seul',
  ],
}

/** Opens a thing; whatever keeps it from being opened is told with its setting. */
export async function opening<T>(
  setting: string,
  thing: string,
  work: () => T | Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw notOpened(setting, thing, error)
  }
}

/** Listens; a host that is none of this machine is told by the setting of the host, all else by that of the port. */
export async function listening<T>(
  {
    host,
    port,
    settings,
  }: { readonly host: string; readonly port: number; readonly settings: string },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const code = codeOf(error)
    if (code === null) throw error
    const thing = `${host}:${port}`
    if (/^(EADDRNOTAVAIL|ENOTFOUND|EAI_AGAIN)$/.test(code))
      throw notOpened(`${settings}_HOST`, thing, error)
    if (code !== 'EACCES') throw notOpened(`${settings}_PORT`, thing, error)
    const sentence = `${thing} : les ports jusqu’à 1023 sont réservés à root ; donnez-en un autre, ou la capacité cap_net_bind_service`
    throw new NotOpened(sentence, { setting: `${settings}_PORT`, cause: error })
  }
}

/** The sentence of an error that kept a thing from being opened; one that has its setting stays as it is. */
export function notOpened(setting: string, thing: string, error: unknown): NotOpened {
  if (error instanceof NotOpened) return error
  const words = wordsOf(error)
  const sentence = words === null ? lineOf(error) : `${words[0]} ; ${words[1]}`
  const named = thing === '' ? sentence : `${thing} : ${sentence}`
  return new NotOpened(named, { setting, cause: error })
}

/** What a system's error says in a few words; null for one that has words of its own. */
export function saidOf(error: unknown): string | null {
  return wordsOf(error)?.[0] ?? null
}

function wordsOf(error: unknown): Words | null {
  const code = codeOf(error)
  return code === null ? null : (CODES[code] ?? null)
}

/**
 * The code of an error, or what libraries call its original one. An error without any, whatever caused it, has words
 * of its own.
 */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  const { code, originalCode, errors } = error as {
    readonly code?: unknown
    readonly originalCode?: unknown
    readonly errors?: readonly unknown[]
  }
  const own = [originalCode, code].find((each) => typeof each === 'string' && each in CODES)
  if (typeof own === 'string') return own
  return errors === undefined ? null : codeOf(errors[0])
}

/** One line, whatever happened: a stack trace helps no administrator. */
export function lineOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.split('\n', 1)[0] || 'erreur inconnue'
}
