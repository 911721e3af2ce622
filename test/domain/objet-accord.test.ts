/** A consent is one to the téléexpertise, by who may give it: each way of agreeing to something else is none. SPEC §4 */
import t from 'tap'

import { consentementContredit, retraitDit } from '../../src/domain/consentement-dit.ts'
import { consentementEnDoute } from '../../src/domain/consentement-en-doute.ts'
import { isAccordDAutreChose, sansProches } from '../../src/domain/objet-accord.ts'

/** Somebody close agrees to something else, or is not to know: the patient's consent stands. */
const AUTRE_CHOSE = [
  "Son mari est d'accord pour faire les pansements.",
  "Son épouse est d'accord pour préparer le pilulier",
  "Sa fille est d'accord pour l'héberger",
  'Son fils accepte de le conduire à Rennes',
  "Sa femme accepte l'hospitalisation",
  "La famille est d'accord avec le projet de soins",
  'Accord de la famille pour le passage en EHPAD',
  "Sa fille a donné son accord pour la pose d'une sonde",
  "Le mari est d'accord pour venir à la pharmacie",
  "Son conjoint est d'accord pour la contraception",
  "Sa compagne est d'accord pour surveiller la glycémie",
  "L'aidante est d'accord pour appliquer la crème",
  'Épouse OK pour les injections',
  "Son fils n'est pas d'accord pour une maison de retraite",
  "Sa nièce n'est pas d'accord avec le retour à domicile",
  "Les enfants sont d'accord pour arrêter les chimiothérapies",
  'Sa belle-fille accepte de passer matin et soir',
  "Patiente d'accord pour la téléexpertise, son mari est d'accord pour faire les pansements",
  "Patient d'accord pour que son épouse fasse les soins",
  "Elle est d'accord pour que sa fille prenne les photos",
  'Il accepte que sa femme soit présente',
  "Le patient est d'accord, son fils l'accompagne",
  'Vit avec son mari, accepte la téléexpertise',
  "Patient vu avec sa fille, d'accord pour la téléexpertise",
  "Le voisin est d'accord pour nourrir le chat",
  'Il ne veut pas que son épouse soit au courant.',
  'Elle ne souhaite pas que sa famille soit informée',
  'Elle ne veut pas que son mari le sache',
  'La patiente ne veut pas que sa fille soit prévenue de la téléexpertise',
  'Le patient refuse que ses enfants soient informés de cette demande',
  "Il ne souhaite pas qu'on en parle à sa femme",
  'Elle ne veut rien dire à sa famille',
  "Sa femme n'est pas au courant",
  "La famille n'est pas informée de cette démarche",
  "Son entourage n'est pas prévenu",
  "L'épouse n'a pas été informée du dossier",
  'Ne pas prévenir le mari',
  "La patiente n'est pas d'accord pour faire les pansements elle-même",
  "N'est pas d'accord pour aller en EHPAD",
]

/** The consent itself is in doubt: given by somebody else, refused, or of nothing that is named. */
const CONSENTEMENT = [
  "Son mari est d'accord.",
  "Son mari est d'accord pour la téléexpertise",
  "Sa fille est d'accord pour vous envoyer les photos",
  "Son fils est d'accord pour cette demande d'avis",
  "La famille est d'accord pour la transmission du dossier",
  'Sa nièce accepte la téléexpertise',
  'Sa fille accepte que vous regardiez les photos',
  "Son épouse accepte l'envoi",
  'Épouse OK pour la télé-expertise',
  "Accord de son mari recueilli à l'oral",
  'Accord de sa fille au téléphone',
  'Son fils est d’accord pour tout',
  'Son fils est d’accord pour cela',
  'Accord de la famille pour la suite',
  "Son mari est d'accord pour faire les pansements et pour la téléexpertise",
  "Son mari est d'accord pour les pansements, et accepte la téléexpertise",
  'Vu avec son fils, qui accepte',
  'Accord de la patiente et de son mari pour la téléexpertise',
  "C'est sa femme qui a donné l'accord pour le patient",
  'Son frère consent à la transmission de ses données',
  'Le voisin a donné son accord pour partager le dossier',
  "Sa compagne n'est pas d'accord pour la téléexpertise",
  'Il ne veut pas que son dossier soit transmis',
  'Il ne veut pas que son épouse soit au courant ni que le dossier soit transmis',
  "Il ne veut pas qu'on envoie ses photos",
  'Il ne veut pas que sa fille transmette ses photos',
  "Elle n'est pas au courant",
  "Il n'est pas informé de la demande, sa femme non plus",
  "La patiente n'est pas d'accord pour le Dr Martin",
  "La patiente n'est pas d'accord pour un avis à distance",
  "N'est pas d'accord pour faire appel à un autre médecin",
  'Elle refuse que son dossier soit partagé, son mari accepte',
]

t.test('what somebody close agrees to besides, or shall not know, leaves no doubt', async (t) => {
  for (const text of AUTRE_CHOSE) t.equal(consentementEnDoute(text, 'patient'), null, text)
})

t.test(
  'an agreement to the request by somebody else, or one that names nothing, does',
  async (t) => {
    for (const text of CONSENTEMENT) t.not(consentementEnDoute(text, 'patient'), null, text)
  },
)

t.test('a withdrawal is one of the consent, not of what somebody close may know', async (t) => {
  for (const text of AUTRE_CHOSE) {
    t.equal(consentementContredit(text), false, text)
    t.equal(retraitDit(text), false, text)
  }
})

t.test('the object of an agreement is read behind it', async (t) => {
  const after = (text: string) => text.split(' ')
  t.equal(isAccordDAutreChose('accord', after('pour faire les pansements')), true)
  t.equal(isAccordDAutreChose('accord', after('pour la teleexpertise')), false)
  t.equal(isAccordDAutreChose('accord', after('recueilli hier')), false)
  t.equal(sansProches('Elle accepte, il pleut'), 'Elle accepte, il pleut')
})
