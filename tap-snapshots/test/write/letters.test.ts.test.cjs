/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[
  `test/write/letters.test.ts > TAP > absenceNotee reads well and says no more than it may > absenceNotee, requis 1`
] = `
Téléexpertise TE-2026-000123 : absence enregistrée

Bonjour Dr Marie CURIE,

Votre absence du 24 décembre 2026 au 1er janvier 2027 inclus est enregistrée : aucune demande ne vous sera adressée dans cette période, et celles qui vous attendent sont proposées à des confrères.

Patient : A.Z., 1951

Pour corriger ces dates, répondez ABSENT suivi des nouvelles dates.

ABSENT (signaler une absence, dates de début et de fin sur la même ligne)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ABSENT%20%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > accordDecline reads well and says no more than it may > accordDecline, requerant 1`
] = `
Téléexpertise TE-2026-000123 : réorientation déclinée

Bonjour Dr Paul BERNARD,

Votre désaccord est noté : la demande TE-2026-000123 n’est pas adressée à : Pathologie cardio-vasculaire.

Patient : A.Z., 1951

Elle reste auprès de Dr Marie CURIE, et son délai court de nouveau.

COMPLEMENT (ajouter une précision ou un document)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
ANNULATION (annuler la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ANNULATION%0D%0A%0D%0A>
ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > accordDecline reads well and says no more than it may > accordDecline, requis 1`
] = `
Téléexpertise TE-2026-000123 : réorientation déclinée

Bonjour Dr Marie CURIE,

Le requérant ne souhaite pas que la demande TE-2026-000123 soit adressée à : Pathologie cardio-vasculaire. Elle reste dans votre file et son délai court de nouveau.

Patient : A.Z., 1951

Répondez par votre avis, ou par un refus motivé s’il ne relève pas de vous.

AVIS (rendre votre avis)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=AVIS%0D%0A%0D%0A>
COMPLEMENT (poser une question au requérant)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
REFUS (décliner, en disant pourquoi)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=REFUS%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > accordDemande reads well and says no more than it may > accordDemande, requerant 1`
] = `
Téléexpertise TE-2026-000123 : votre accord est demandé

Bonjour Dr Paul BERNARD,

Le Dr Marie CURIE propose d’adresser votre demande ailleurs : Pathologie cardio-vasculaire.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

── Ses raisons ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

Le consentement recueilli ne couvre pas encore ce destinataire. Informez-en le patient ; s’il y consent, répondez ACCORD en première ligne, sinon DESACCORD : la demande reste alors où elle est. Sans votre accord, rien ne part.

ACCORD (donner votre accord)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ACCORD%0D%0A%0D%0A>
DESACCORD (décliner : la demande reste où elle est)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=DESACCORD%0D%0A%0D%0A>
ANNULATION (annuler la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ANNULATION%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > accuseReception reads well and says no more than it may > accuseReception, requerant 1`
] = `
Téléexpertise TE-2026-000123 : accusé de réception

Bonjour Dr Paul BERNARD,

Votre demande est bien reçue et transmise. Elle porte le numéro TE-2026-000123, à rappeler dans tout échange.

Patient : A.Z., 1951

Adressée à : Dermatologie et vénéréologie, Dr Marie CURIE
Délai usuel : 24 h à 48 h, jours ouvrés
Documents reçus : 1 document

Le compte-rendu sera aussi adressé au médecin traitant trouvé dans l’annuaire, le Dr René LAENNEC (Médecine générale, RPPS 99700000035), à l’adresse rene.laennec@mt.test. S’il s’agit d’un homonyme, annulez cette demande et envoyez-en une autre.

Vous n’avez rien d’autre à faire : le compte-rendu vous parviendra dans ce fil de messages.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

COMPLEMENT (ajouter une précision ou un document)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>
ANNULATION (annuler la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ANNULATION%0D%0A%0D%0A>
RETRAIT CONSENTEMENT (le patient retire son consentement)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RETRAIT%20CONSENTEMENT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > alerte reads well and says no more than it may > alerte, coordinateur 1`
] = `
Téléexpertise TE-2026-000123 : à traiter

Dossier TE-2026-000123 : une intervention est nécessaire.

Code : code-de-demonstration

Motif « code-de-demonstration ».

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > alerteExploitation reads well and says no more than it may > alerteExploitation, administrateur 1`
] = `
Téléexpertise : alerte code-de-demonstration

La passerelle demande une intervention.

Code : code-de-demonstration
Objet : message-1

Motif « code-de-demonstration ».

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > alerteExploitation reads well and says no more than it may > alerteExploitation, administrateur 2`
] = `
Téléexpertise : alerte code-de-demonstration

Demande non transmise. Urgence vitale : SAMU-Centre 15. Sinon, appelez l'astreinte de la spécialité.

Un message qui évoque une urgence a été refusé et son auteur n’a pas pu être averti : joignez-le sans attendre.

La passerelle demande une intervention.

Code : code-de-demonstration
Objet : message-1

Motif « code-de-demonstration ».

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > annulation reads well and says no more than it may > annulation, requerant 1`
] = `
Téléexpertise TE-2026-000123 : demande annulée

Bonjour Dr Paul BERNARD,

La demande TE-2026-000123 est annulée, parce que le patient a retiré son consentement. Plus rien ne partira.

Patient : A.Z., 1951

Le contenu reçu sera détruit ici le 20 février 2027.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > annulation reads well and says no more than it may > annulation, requis 1`
] = `
Téléexpertise TE-2026-000123 : demande annulée

Bonjour Dr Marie CURIE,

Le patient a retiré son consentement à la téléexpertise TE-2026-000123. Merci de ne plus utiliser ce qui vous a été adressé et de l’effacer ; un avis rendu désormais ne serait pas transmis.

Patient : A.Z., 1951

Si vous voyez un danger pour le patient, téléphonez sans attendre au Dr Paul BERNARD, au 01 99 00 11 12.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > aucunRequis reads well and says no more than it may > aucunRequis, requerant 1`
] = `
Téléexpertise TE-2026-000123 : aucun médecin disponible pour le moment

Bonjour Dr Paul BERNARD,

Aucun médecin n’est disponible pour le moment : Dermatologie et vénéréologie. Votre demande TE-2026-000123 n’a donc été remise à personne.

Patient : A.Z., 1951

Elle partira d’elle-même dès qu’un médecin sera disponible, et la coordination est prévenue. Si cela ne peut attendre, annulez-la et adressez-vous à un autre confrère.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>
ANNULATION (annuler la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ANNULATION%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > avisNonTransmis reads well and says no more than it may > avisNonTransmis, requis 1`
] = `
Téléexpertise TE-2026-000123 : avis non transmis

Bonjour Dr Marie CURIE,

Le patient a retiré son consentement à la téléexpertise TE-2026-000123 avant votre réponse : votre avis n’a pas été transmis et ne le sera pas.

Patient : A.Z., 1951

S’il y a un danger pour le patient, téléphonez sans attendre au Dr Paul BERNARD, au 01 99 00 11 12.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > avisTransmis reads well and says no more than it may > avisTransmis, requis 1`
] = `
Téléexpertise TE-2026-000123 : avis transmis

Bonjour Dr Marie CURIE,

Merci de votre avis du dimanche 22 novembre 2026 à 10 h 15. Il est transmis :

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

- Dr Paul BERNARD, requérant (paul.bernard@cabinet.test), remis le dimanche 22 novembre 2026 à 10 h 16
- Dr René LAENNEC, médecin traitant (rene.laennec@mt.test), envoi en cours

── Pour facturer ──

Code : TE2
Montant : 23,00 €
Date de l'acte : 22 novembre 2026
Prescripteur : Dr Paul BERNARD, n° AM 751000017, spécialité 01 Médecine générale
Date de la demande : 20 novembre 2026
Prise en charge : 100 % AMO, tiers payant, sans dépassement
Feuille de soins : feuille distincte, ne portant que cet acte (SESAM sans Vitale)
Plafond : acte n° 1 sur 4 cette année pour ce patient, à notre connaissance, sur cette messagerie

À conserver dans votre dossier du patient. Pour corriger votre avis, répondez RECTIFICATIF en première ligne, suivi du texte complet : il annulera et remplacera le premier.

RECTIFICATIF (corriger l’avis déjà rendu)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RECTIFICATIF%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > bienRecu reads well and says no more than it may > bienRecu, requerant 1`
] = `
Téléexpertise TE-2026-000123 : message pris en compte

Bonjour Dr Paul BERNARD,

Votre message a été transmis au Dr Marie CURIE. Il est joint à la demande TE-2026-000123.

Patient : A.Z., 1951

ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>
RETRAIT CONSENTEMENT (le patient retire son consentement)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RETRAIT%20CONSENTEMENT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > bienRecu reads well and says no more than it may > bienRecu, requerant 2`
] = `
Téléexpertise TE-2026-000123 : message non transmis

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15. Sinon, appelez l'astreinte de la spécialité.

Bonjour Dr Paul BERNARD,

Votre message « COMPLEMENT » est joint à la demande TE-2026-000123, mais n’a été transmis à personne.

Patient : A.Z., 1951

Aucun des médecins sollicités ne suit plus cette demande. Pour solliciter un autre confrère, envoyez une nouvelle demande.

Une question vous attend toujours : Dermatologie et vénéréologie, Dr Marie CURIE.

ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>
RETRAIT CONSENTEMENT (le patient retire son consentement)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RETRAIT%20CONSENTEMENT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > bienRecu reads well and says no more than it may > bienRecu, requis 1`
] = `
Téléexpertise TE-2026-000123 : message pris en compte

Bonjour Dr Marie CURIE,

Votre message « COMPLEMENT » a été pris en compte. Il est joint à la demande TE-2026-000123.

Patient : A.Z., 1951

RECTIFICATIF (corriger l’avis déjà rendu)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RECTIFICATIF%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > complementDemande reads well and says no more than it may > complementDemande, requerant 1`
] = `
Téléexpertise TE-2026-000123 : complément demandé

Bonjour Dr Paul BERNARD,

Le Dr Marie CURIE a besoin d’une précision pour rendre son avis ; le délai est suspendu jusqu’à votre réponse.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

── Sa question ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

Répondez à ce message en écrivant COMPLEMENT en première ligne, puis votre réponse ; joignez les documents utiles.

COMPLEMENT (ajouter une précision ou un document)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
ANNULATION (annuler la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ANNULATION%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > complementEchu reads well and says no more than it may > complementEchu, requis 1`
] = `
Téléexpertise TE-2026-000123 : complément non reçu

Bonjour Dr Marie CURIE,

Le requérant n’a pas répondu à votre question dans le délai (demande TE-2026-000123). Vous pouvez rendre votre avis avec les éléments disponibles, en le précisant, ou décliner.

Patient : A.Z., 1951

AVIS (rendre votre avis)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=AVIS%0D%0A%0D%0A>
REFUS (décliner, en disant pourquoi)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=REFUS%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > complementTransmis reads well and says no more than it may > complementTransmis, requis 1`
] = `
Téléexpertise TE-2026-000123 : complément du requérant

Répondez à ce message depuis cette même messagerie et écrivez AVIS en première ligne.

Le Dr Paul BERNARD complète la demande TE-2026-000123.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

── Son message ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

── 1 document joint ──

- lésion bras gauche.jpg (180 ko)

AVIS (rendre votre avis)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=AVIS%0D%0APatient%20%3A%20A.Z.%2C%201951%0D%0A%0D%0A>
ACCEPTE (accuser réception, avis à suivre)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ACCEPTE%0D%0A%0D%0A>
COMPLEMENT (poser une question au requérant)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
REFUS (décliner, en disant pourquoi)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=REFUS%0D%0A%0D%0A>
REORIENTATION (proposer une autre spécialité, à écrire sur la même ligne)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=REORIENTATION%20%0D%0A%0D%0A>
URGENT (signaler une urgence au requérant)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=URGENT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > complementTransmis reads well and says no more than it may > complementTransmis, requis 2`
] = `
Téléexpertise TE-2026-000123 : message du requérant après votre avis

Bonjour Dr Marie CURIE,

Répondez à ce message depuis cette même messagerie : votre réponse sera transmise au Dr Paul BERNARD, sans nouvel acte. Pour corriger votre avis, écrivez RECTIFICATIF en première ligne.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

── Son message ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

── 1 document joint ──

- lésion bras gauche.jpg (180 ko)

RECTIFICATIF (corriger l’avis déjà rendu)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RECTIFICATIF%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > compteRendu reads well and says no more than it may > compteRendu, medecinTraitant 1`
] = `
Téléexpertise TE-2026-000123 : compte-rendu

Bonjour Dr René LAENNEC,

En votre qualité de médecin traitant, voici le compte-rendu d’une téléexpertise demandée par le Dr Paul BERNARD (Médecine générale, RPPS 99700000019). L’avis du Dr Marie CURIE (Dermatologie et vénéréologie, RPPS 99700000027) sur la demande TE-2026-000123 a été rendu le dimanche 22 novembre 2026 à 10 h 15. Le compte-rendu est joint en PDF.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

Le médecin requis y joint 1 document : ordonnance.pdf.

À conserver dans le dossier du patient ; copie détruite ici le 20 février 2027.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > compteRendu reads well and says no more than it may > compteRendu, requerant 1`
] = `
Téléexpertise TE-2026-000123 : compte-rendu

Bonjour Dr Paul BERNARD,

L’avis du Dr Marie CURIE (Dermatologie et vénéréologie, RPPS 99700000027) sur la demande TE-2026-000123 a été rendu le dimanche 22 novembre 2026 à 10 h 15. Le compte-rendu est joint en PDF.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

── Conclusion ──

Exérèse à programmer dans les quinze jours, marges de 2 mm, envoi en anatomopathologie.

── Avis complet ──

Lésion pigmentée asymétrique de 8 mm, bords irréguliers, polychrome.

Aspect dermoscopique évocateur de mélanome à extension superficielle.
Conclusion : exérèse à programmer dans les quinze jours.

Le médecin requis y joint 1 document : ordonnance.pdf.

── Pour facturer ──

Code : RQD
Montant : 10,00 €
Date de l'acte : 22 novembre 2026
Prescripteur : Dr Marie CURIE, n° AM 751000025, spécialité 05 Dermatologie et vénéréologie
Date de la demande : 20 novembre 2026
Prise en charge : 100 % AMO, tiers payant, sans dépassement
Feuille de soins : feuille distincte, ne portant que cet acte (SESAM sans Vitale)
Plafond : acte n° 1 sur 4 cette année pour ce patient, à notre connaissance, sur cette messagerie

À conserver dans le dossier du patient ; copie détruite ici le 20 février 2027.

Il vous revient d’informer le patient de cet avis et de la suite donnée.

ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > consentementRefuse reads well and says no more than it may > consentementRefuse, requerant 1`
] = `
Téléexpertise TE-2026-000123 : refus du patient enregistré

Bonjour Dr Paul BERNARD,

Le refus du patient est enregistré sous le numéro TE-2026-000123. Rien n’a été transmis et rien ne le sera.

Patient : A.Z., 1951

Ce refus est à inscrire aussi dans le dossier du patient.

Le contenu reçu sera détruit ici le 20 février 2027.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > courrierAdministrateur reads well and says no more than it may > courrierAdministrateur, administrateur 1`
] = `
Téléexpertise : message pour l'administrateur

Un message est arrivé à postmaster ou abuse. Il est joint tel qu’il a été reçu.

Son expéditeur n’a pas été vérifié, et rien ne lui a été répondu.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > creneauTermine reads well and says no more than it may > creneauTermine, requis 1`
] = `
Téléexpertise TE-2026-000123 : votre avis n'est plus attendu

Bonjour Dr Marie CURIE,

Votre avis n’est plus attendu pour la demande TE-2026-000123 : un confrère a rendu son avis. Le vôtre, si vous le rendez, sera transmis à titre complémentaire, sans facturation.

Patient : A.Z., 1951

Vous n’avez rien à faire. Merci de votre disponibilité.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > dejaRecue reads well and says no more than it may > dejaRecue, requerant 1`
] = `
Téléexpertise TE-2026-000123 : demande déjà reçue

Bonjour Dr Paul BERNARD,

Cette demande nous est déjà parvenue le vendredi 20 novembre 2026 à 10 h 00. Elle porte le numéro TE-2026-000123 ; aucune seconde demande n’a été créée.

Patient : A.Z., 1951

ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>
COMPLEMENT (ajouter une précision ou un document)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > demandeACompleter reads well and says no more than it may > demandeACompleter, requerant 1`
] = `
Téléexpertise TE-2026-000123 : demande à compléter

Bonjour Dr Paul BERNARD,

Votre demande TE-2026-000123 n’est pas encore transmise, il manque 2 éléments. Rien n’est parti.

Patient : A.Z., 1951

- Sexe, à indiquer (M, F ou I)
- Médecin traitant, correspond à plusieurs possibilités, merci de préciser (moi-même, aucun, ou nom avec adresse de messagerie ou RPPS)

À joindre si vous le pouvez ; ceci ne retient pas la demande.

- N° AM, à indiquer (9 caractères ; à défaut, le n° FINESS de l’établissement)

Sans réponse le mardi 1er décembre 2026 à 8 h 00, la demande sera annulée et vous en serez averti.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

Répondez à ce message en complétant ces seules lignes.

Sexe : 
Médecin traitant : 
N° AM : 

Cordialement,

Répondre (les lignes sont déjà dans le message)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=Sexe%20%3A%20%0D%0AM%C3%A9decin%20traitant%20%3A%20%0D%0AN%C2%B0%20AM%20%3A%20%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > demandeAvis reads well and says no more than it may > demandeAvis, requis 1`
] = `
Téléexpertise TE-2026-000123 : demande d'avis

Répondez à ce message depuis cette même messagerie et écrivez AVIS en première ligne. Au plus tard mardi 24 novembre à 10 h 00.

Patient : A.Z., 1951

── Question ──

Cette lésion du bras gauche, modifiée depuis trois mois, justifie-t-elle une exérèse ?

── Patient ──

Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951
Sexe : féminin
Âge : 75 ans
Lieu de naissance : 51215
INS : identité déclarée, INS non qualifiée

── Contexte ──

Lésion connue depuis dix ans, prurit récent.

── Antécédents ──

Phototype II, coups de soleil dans l’enfance.

── Traitements ──

Aucun anticoagulant.

── 1 document joint ──

- lésion bras gauche.jpg (180 ko)

── Demande ──

Numéro : TE-2026-000123
Requérant : Dr Paul BERNARD, Médecine générale, RPPS 99700000019, paul.bernard@cabinet.test
Téléphone : 01 99 00 11 12
Médecin traitant : Dr René LAENNEC, Médecine générale, RPPS 99700000035
Consentement : le patient, oral, 20 novembre 2026
Reçue le : vendredi 20 novembre 2026 à 10 h 00
Réponse attendue : avant le mardi 24 novembre 2026 à 10 h 00
Sans réponse : la demande se clôt le 27 novembre 2026

── Assuré, pour votre facturation ──

N° de l'assuré : 251035121598912
Rang : 1
ALD : non

Votre réponse signée devient le compte-rendu ; une ligne « Conclusion : » la met en évidence. Nous l’adressons au requérant et, sauf opposition, au médecin traitant.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

AVIS (rendre votre avis)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=AVIS%0D%0APatient%20%3A%20A.Z.%2C%201951%0D%0A%0D%0A>
ACCEPTE (accuser réception, avis à suivre)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ACCEPTE%0D%0A%0D%0A>
COMPLEMENT (poser une question au requérant)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
REFUS (décliner, en disant pourquoi)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=REFUS%0D%0A%0D%0A>
REORIENTATION (proposer une autre spécialité, à écrire sur la même ligne)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=REORIENTATION%20%0D%0A%0D%0A>
URGENT (signaler une urgence au requérant)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=URGENT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > demandeNonTransmise reads well and says no more than it may > demandeNonTransmise, auteur 1`
] = `
Téléexpertise : demande non transmise

Votre message n'a pas été transmis. Rien n'a été communiqué à un confrère.

Motif « code-de-demonstration ».

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

Une fois la cause corrigée, renvoyez votre demande. Pour vérifier sans rien transmettre, envoyez-la d’abord à essai@te.localhost.

D’autres messages refusés ce jour pour la même raison ne recevront pas de réponse : l’administrateur en sera averti.

Référence à donner à votre support : code-de-demonstration.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > demandeNonTransmise reads well and says no more than it may > demandeNonTransmise, auteur 2`
] = `
Téléexpertise : demande non transmise

Demande non transmise. Urgence vitale : SAMU-Centre 15. Sinon, appelez l'astreinte de la spécialité.

Votre message n'a pas été transmis. Rien n'a été communiqué à un confrère.

Motif « code-de-demonstration ».

Une fois la cause corrigée, renvoyez votre demande. Pour vérifier sans rien transmettre, envoyez-la d’abord à essai@te.localhost.

Référence à donner à votre support : code-de-demonstration.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > demandeUrgente reads well and says no more than it may > demandeUrgente, requerant 1`
] = `
Téléexpertise TE-2026-000123 : demande non transmise

Demande non transmise. Urgence vitale : SAMU-Centre 15. Sinon, appelez l'astreinte de la spécialité.

Votre demande TE-2026-000123 évoque une urgence ; la téléexpertise n’y répond pas dans le temps voulu. Rien n’est parti.

Patient : A.Z., 1951

S’il n’y a pas d’urgence, écrivez NON URGENT en première ligne : la demande reprend aussitôt.

NON URGENT (confirmer qu’il n’y a pas d’urgence et reprendre la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=NON%20URGENT%0D%0A%0D%0A>
ANNULATION (annuler la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ANNULATION%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > depotNote reads well and says no more than it may > depotNote, requerant 1`
] = `
Téléexpertise TE-2026-000123 : demande déposée pour un médecin

Bonjour Dr Paul BERNARD,

La demande TE-2026-000123 a été déposée pour le Dr Paul BERNARD.

Patient : A.Z., 1951

Motif « code-de-demonstration ».

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

Référence : code-de-demonstration.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > depotNote reads well and says no more than it may > depotNote, requerant 2`
] = `
Téléexpertise TE-2026-000123 : demande déposée pour un médecin

Message non transmis. Urgence vitale : SAMU-Centre 15. Sinon, appelez l'astreinte de la spécialité.

Bonjour Dr Paul BERNARD,

La demande TE-2026-000123 a été déposée pour le Dr Paul BERNARD.

Patient : A.Z., 1951

Motif « code-de-demonstration ».

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

Référence : code-de-demonstration.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > dossierClos reads well and says no more than it may > dossierClos, requerant 1`
] = `
Téléexpertise TE-2026-000123 : dossier clos

Bonjour Dr Paul BERNARD,

Le dossier TE-2026-000123 est clos : plus rien n’y est transmis.

Patient : A.Z., 1951

Pour une nouvelle question, envoyez une nouvelle demande.

Le contenu reçu sera détruit ici le 20 février 2027.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > dossierClos reads well and says no more than it may > dossierClos, requerant 2`
] = `
Téléexpertise TE-2026-000123 : dossier clos

Message non transmis. Urgence vitale : SAMU-Centre 15. Sinon, appelez l'astreinte de la spécialité.

Bonjour Dr Paul BERNARD,

Le dossier TE-2026-000123 est clos : plus rien n’y est transmis.

Patient : A.Z., 1951

Pour une nouvelle question, envoyez une nouvelle demande.

Le contenu reçu sera détruit ici le 20 février 2027.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > dossierClos reads well and says no more than it may > dossierClos, requis 1`
] = `
Téléexpertise TE-2026-000123 : dossier clos

Bonjour Dr Marie CURIE,

Le dossier TE-2026-000123 est clos : plus rien n’y est transmis.

Patient : A.Z., 1951

Si vous voyez un danger pour le patient, téléphonez au requérant.

Le contenu reçu sera détruit ici le 20 février 2027.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > essai reads well and says no more than it may > essai, auteur 1`
] = `
Téléexpertise : résultat de l'essai

Ceci est un essai : rien n’a été créé ni transmis, et votre message est détruit.

Envoyée pour de bon, votre demande ne serait pas partie telle quelle.

Il aurait manqué ceci.

- Sexe, à indiquer (M, F ou I)
- Médecin traitant, correspond à plusieurs possibilités, merci de préciser (moi-même, aucun, ou nom avec adresse de messagerie ou RPPS)

À joindre si possible, sans retenir la demande.

- N° AM, à indiquer (9 caractères ; à défaut, le n° FINESS de l’établissement)

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > essai reads well and says no more than it may > essai, auteur 2`
] = `
Téléexpertise : résultat de l'essai

Ceci est un essai : rien n’a été créé ni transmis, et votre message est détruit.

Envoyée pour de bon, votre demande serait partie à : Dermatologie.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > etat reads well and says no more than it may > etat, requerant 1`
] = `
Téléexpertise TE-2026-000123 : où en est la demande

Bonjour Dr Paul BERNARD,

Demande TE-2026-000123 : avis rendu.

Patient : A.Z., 1951

- Dermatologie et vénéréologie, Dr Marie CURIE : avis rendu

── Chronologie ──

vendredi 20 novembre 2026 à 10 h 00 : Demande reçue
vendredi 20 novembre 2026 à 10 h 00 : Demande adressée au Dr Marie CURIE
dimanche 22 novembre 2026 à 10 h 15 : Avis rendu par le Dr Marie CURIE
dimanche 22 novembre 2026 à 10 h 15 : Tous les avis attendus sont rendus
dimanche 22 novembre 2026 à 10 h 16 : Compte-rendu remis

ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>
RETRAIT CONSENTEMENT (le patient retire son consentement)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RETRAIT%20CONSENTEMENT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > etat reads well and says no more than it may > etat, requis 1`
] = `
Téléexpertise TE-2026-000123 : où en est la demande

Bonjour Dr Marie CURIE,

Demande TE-2026-000123 : avis rendu.

Patient : A.Z., 1951

- Dermatologie et vénéréologie, Dr Marie CURIE : avis rendu

── Chronologie ──

vendredi 20 novembre 2026 à 10 h 00 : Demande reçue
vendredi 20 novembre 2026 à 10 h 00 : Demande adressée au Dr Marie CURIE
dimanche 22 novembre 2026 à 10 h 15 : Avis rendu par le Dr Marie CURIE
dimanche 22 novembre 2026 à 10 h 15 : Tous les avis attendus sont rendus
dimanche 22 novembre 2026 à 10 h 16 : Compte-rendu remis

RECTIFICATIF (corriger l’avis déjà rendu)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RECTIFICATIF%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > incident reads well and says no more than it may > incident, administrateur 1`
] = `
Téléexpertise TE-2026-000123 : incident de transmission

Dossier TE-2026-000123 : un envoi n’a pas pu être remis.

Envoi : compteRendu
Destinataire : medecinTraitant
Code : code-de-demonstration

Motif « code-de-demonstration ».

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > messageSignale reads well and says no more than it may > messageSignale, auteur 1`
] = `
Téléexpertise : message signalé

Motif « code-de-demonstration ».

Référence : code-de-demonstration.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > modele reads well and says no more than it may > modele, auteur 1`
] = `
Téléexpertise : modèle de demande

Bonjour Dr Paul BERNARD,

Pour demander un avis, complétez les lignes ci-dessous dans un message signé, adressé à demande@te.localhost, et joignez les documents utiles.

Le sexe s’écrit M, F ou I ; les dates JJ/MM/AAAA ; le consentement oui ou non, son mode oral, écrit ou électronique. Le médecin traitant peut être « moi-même », « aucun », ou un nom avec adresse ou RPPS.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

Spécialité demandée : 
Nom de naissance : 
Prénoms : 
Date de naissance : 
Sexe : 
Consentement : 
Date du consentement : 
Mode du consentement : 
Médecin traitant : 
Téléphone : 01 99 00 11 11
N° AM : 751000017
Question : 

Cordialement,

Nouvelle demande (les lignes sont déjà dans le message)
<mailto:demande@te.localhost?subject=Demande%20de%20t%C3%A9l%C3%A9expertise&body=Sp%C3%A9cialit%C3%A9%20demand%C3%A9e%20%3A%20%0D%0ANom%20de%20naissance%20%3A%20%0D%0APr%C3%A9noms%20%3A%20%0D%0ADate%20de%20naissance%20%3A%20%0D%0ASexe%20%3A%20%0D%0AConsentement%20%3A%20%0D%0ADate%20du%20consentement%20%3A%20%0D%0AMode%20du%20consentement%20%3A%20%0D%0AM%C3%A9decin%20traitant%20%3A%20%0D%0AT%C3%A9l%C3%A9phone%20%3A%2001%2099%2000%2011%2011%0D%0AN%C2%B0%20AM%20%3A%20751000017%0D%0AQuestion%20%3A%20%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > modele reads well and says no more than it may > modele, auteur 2`
] = `
Téléexpertise : modèle de demande

Bonjour,

Pour demander un avis, complétez les lignes ci-dessous dans un message signé, adressé à demande@te.localhost, et joignez les documents utiles.

Le sexe s’écrit M, F ou I ; les dates JJ/MM/AAAA ; le consentement oui ou non, son mode oral, écrit ou électronique. Le médecin traitant peut être « moi-même », « aucun », ou un nom avec adresse ou RPPS.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

Spécialité demandée : 
Nom de naissance : 
Prénoms : 
Date de naissance : 
Sexe : 
Consentement : 
Date du consentement : 
Mode du consentement : 
Médecin traitant : 
Téléphone : 
N° AM : 
Question : 

Cordialement,

Nouvelle demande (les lignes sont déjà dans le message)
<mailto:demande@te.localhost?subject=Demande%20de%20t%C3%A9l%C3%A9expertise&body=Sp%C3%A9cialit%C3%A9%20demand%C3%A9e%20%3A%20%0D%0ANom%20de%20naissance%20%3A%20%0D%0APr%C3%A9noms%20%3A%20%0D%0ADate%20de%20naissance%20%3A%20%0D%0ASexe%20%3A%20%0D%0AConsentement%20%3A%20%0D%0ADate%20du%20consentement%20%3A%20%0D%0AMode%20du%20consentement%20%3A%20%0D%0AM%C3%A9decin%20traitant%20%3A%20%0D%0AT%C3%A9l%C3%A9phone%20%3A%20%0D%0AN%C2%B0%20AM%20%3A%20%0D%0AQuestion%20%3A%20%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > numerosNotes reads well and says no more than it may > numerosNotes, requerant 1`
] = `
Téléexpertise TE-2026-000123 : éléments de facturation

Bonjour Dr Paul BERNARD,

Pour la facturation de la demande TE-2026-000123, nous avons noté : N° AM. Les actes qui l’attendaient sont complétés.

Patient : A.Z., 1951

Nous n’avons pas pu lire : N° FINESS. Vérifiez la valeur et renvoyez cette ligne en réponse à ce message.

Le reste de votre message n’a pas été transmis : la demande est terminée. Pour une nouvelle question, envoyez une nouvelle demande.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > numerosNotes reads well and says no more than it may > numerosNotes, requis 1`
] = `
Téléexpertise TE-2026-000123 : éléments de facturation

Bonjour Dr Marie CURIE,

Pour la facturation de la demande TE-2026-000123, nous avons noté : N° AM. Les actes qui l’attendaient sont complétés.

Patient : A.Z., 1951

Nous n’avons pas pu lire : N° FINESS. Vérifiez la valeur et renvoyez cette ligne en réponse à ce message.

Le reste de votre message n’a pas été transmis : la demande est terminée. Pour une nouvelle question, envoyez une nouvelle demande.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > numerosNotesApresDestruction reads well and says no more than it may > numerosNotesApresDestruction, auteur 1`
] = `
Téléexpertise TE-2026-000123 : éléments de facturation

Bonjour,

Nous avons noté ce que vous indiquez pour la facturation de la demande TE-2026-000123 : 2 actes sont complétés.

Le contenu de cette demande est détruit : rien d’autre de votre message n’a été transmis. Pour une nouvelle question, envoyez une nouvelle demande.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > priseEnCharge reads well and says no more than it may > priseEnCharge, requerant 1`
] = `
Téléexpertise TE-2026-000123 : prise en charge

Bonjour Dr Paul BERNARD,

Le Dr Marie CURIE a pris connaissance de votre demande et prépare son avis.

Patient : A.Z., 1951

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > priseEnCharge reads well and says no more than it may > priseEnCharge, requis 1`
] = `
Téléexpertise TE-2026-000123 : message pris en compte

Bonjour Dr Marie CURIE,

Votre message « ACCEPTE » a été pris en compte. Il est joint à la demande TE-2026-000123.

Patient : A.Z., 1951

RECTIFICATIF (corriger l’avis déjà rendu)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RECTIFICATIF%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > questionRappelee reads well and says no more than it may > questionRappelee, requis 1`
] = `
Téléexpertise TE-2026-000123 : rappel, une question attend votre réponse

Bonjour Dr Marie CURIE,

Le Dr Paul BERNARD attend votre réponse à la question posée après votre avis ; elle est dans le message précédent de ce fil.

Patient : A.Z., 1951

Répondez à ce message, en quelques mots : votre réponse lui sera transmise, sans nouvel acte.

RECTIFICATIF (corriger l’avis déjà rendu)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RECTIFICATIF%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > questionSansReponse reads well and says no more than it may > questionSansReponse, requerant 1`
] = `
Téléexpertise TE-2026-000123 : votre question est sans réponse

Bonjour Dr Paul BERNARD,

Le Dr Marie CURIE n’a pas encore répondu à la question que vous avez posée après son avis. Un rappel lui a été adressé et la coordination est prévenue.

Patient : A.Z., 1951

Pour joindre directement le Dr Marie CURIE, appelez le 01 99 00 22 22.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > rappelRequis reads well and says no more than it may > rappelRequis, requis 1`
] = `
Téléexpertise TE-2026-000123 : rappel, votre avis est attendu

Bonjour Dr Marie CURIE,

Le Dr Paul BERNARD attend votre avis depuis le vendredi 20 novembre 2026 à 10 h 00 ; le délai usuel s’achève le mardi 24 novembre 2026 à 10 h 00.

Patient : A.Z., 1951

La demande TE-2026-000123 et ses documents sont dans le message précédent de ce fil. Pour répondre, écrivez AVIS en première ligne.

AVIS (rendre votre avis)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=AVIS%0D%0A%0D%0A>
ACCEPTE (accuser réception, avis à suivre)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ACCEPTE%0D%0A%0D%0A>
COMPLEMENT (poser une question au requérant)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
REFUS (décliner, en disant pourquoi)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=REFUS%0D%0A%0D%0A>
REORIENTATION (proposer une autre spécialité, à écrire sur la même ligne)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=REORIENTATION%20%0D%0A%0D%0A>
URGENT (signaler une urgence au requérant)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=URGENT%0D%0A%0D%0A>
ABSENT (signaler une absence, dates de début et de fin sur la même ligne)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ABSENT%20%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > recapitulatif reads well and says no more than it may > recapitulatif, requerant 1`
] = `
Téléexpertise TE-2026-000123 : demande à confirmer

Rien n'est parti. Répondez à ce message et écrivez JE CONFIRME en première ligne.

Bonjour Dr Paul BERNARD,

Votre demande n’est pas signée : elle est venue d’un opérateur reconnu pour votre domaine. Elle part si vous la confirmez, et cette assurance (niveau « mssante ») est inscrite au compte-rendu.

Patient : A.Z., 1951

── Ce qui sera fait ──

- la demande TE-2026-000123 sera transmise, avec ses documents, à ceci : Dermatologie et vénéréologie
- copie du compte-rendu au médecin traitant (Dr René LAENNEC, Médecine générale, RPPS 99700000035)
- avec le consentement (le patient, oral, 20 novembre 2026)

── Patient ──

- Identité (ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951)
- Sexe (féminin)
- Âge (75 ans)
- Lieu de naissance (51215)
- INS (identité déclarée, INS non qualifiée)

── Question ──

Cette lésion du bras gauche, modifiée depuis trois mois, justifie-t-elle une exérèse ?

── Contexte ──

Lésion connue depuis dix ans, prurit récent.

── Antécédents ──

Phototype II, coups de soleil dans l’enfance.

── Traitements ──

Aucun anticoagulant.

── 1 document joint ──

- lésion bras gauche.jpg (180 ko)

Pour changer quelque chose, écrivez ANNULATION puis envoyez une nouvelle demande. Sans réponse, elle est annulée au bout de 6 jours.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

Référence : a-confirmer.

JE CONFIRME (confirmer)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=JE%20CONFIRME%0D%0A%0D%0A>
ANNULATION (annuler la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ANNULATION%0D%0A%0D%0A>
ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > recapitulatif reads well and says no more than it may > recapitulatif, requerant 2`
] = `
Téléexpertise TE-2026-000123 : demande déposée pour vous, à valider (rappel)

Rien n'est parti. Répondez à ce message, dans un message signé et écrivez JE VALIDE en première ligne.

Bonjour Dr Paul BERNARD,

Votre demande n’est pas signée : elle est venue d’un opérateur reconnu pour votre domaine. Elle part si vous la confirmez, et cette assurance (niveau « mssante ») est inscrite au compte-rendu.

Patient : A.Z., 1951

── Ce qui sera fait ──

- la demande TE-2026-000123 sera transmise, avec ses documents, à ceci : Dermatologie et vénéréologie
- copie du compte-rendu au médecin traitant (Dr René LAENNEC, Médecine générale, RPPS 99700000035)
- avec le consentement (le patient, oral, 20 novembre 2026)

── Patient ──

- Identité (ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951)
- Sexe (féminin)
- Âge (75 ans)
- Lieu de naissance (51215)
- INS (identité déclarée, INS non qualifiée)

── Question ──

Cette lésion du bras gauche, modifiée depuis trois mois, justifie-t-elle une exérèse ?

── Contexte ──

Lésion connue depuis dix ans, prurit récent.

── Antécédents ──

Phototype II, coups de soleil dans l’enfance.

── Traitements ──

Aucun anticoagulant.

── 1 document joint ──

- lésion bras gauche.jpg (180 ko)

Pour changer quelque chose, écrivez ANNULATION puis envoyez une nouvelle demande. Sans réponse, elle est annulée au bout de 6 jours.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

Référence : depot-a-valider.

JE VALIDE (valider la demande déposée pour vous)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=JE%20VALIDE%0D%0A%0D%0A>
ANNULATION (annuler la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ANNULATION%0D%0A%0D%0A>
ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > recapitulatif reads well and says no more than it may > recapitulatif, requis 1`
] = `
Téléexpertise TE-2026-000123 : avis à confirmer

Rien n'est parti. Répondez à ce message et écrivez JE CONFIRME en première ligne.

Bonjour Dr Marie CURIE,

L’avis qui attendait votre confirmation n’attend plus.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

Référence : avis-a-confirmer.

JE CONFIRME (confirmer)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=JE%20CONFIRME%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > refus reads well and says no more than it may > refus, requerant 1`
] = `
Téléexpertise TE-2026-000123 : demande déclinée

Bonjour Dr Paul BERNARD,

Le Dr Marie CURIE ne peut pas rendre l’avis demandé.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

── Son motif ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

Pour solliciter un autre confrère, envoyez une nouvelle demande. Un refus ne donne lieu à aucune facturation.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > reponseAPreciser reads well and says no more than it may > reponseAPreciser, requerant 1`
] = `
Téléexpertise TE-2026-000123 : votre réponse est à préciser

Bonjour Dr Paul BERNARD,

Votre message sur la demande TE-2026-000123 est bien arrivé, mais il n’a pas encore d’effet.

Patient : A.Z., 1951

Motif « code-de-demonstration ».

Répondez en commençant par l’un de ces mots :

Référence : code-de-demonstration.

ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>
RETRAIT CONSENTEMENT (le patient retire son consentement)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RETRAIT%20CONSENTEMENT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > reponseAPreciser reads well and says no more than it may > reponseAPreciser, requerant 2`
] = `
Téléexpertise TE-2026-000123 : votre réponse est à préciser

Message non transmis. Urgence vitale : SAMU-Centre 15. Sinon, appelez l'astreinte de la spécialité.

Bonjour Dr Paul BERNARD,

Votre message sur la demande TE-2026-000123 est bien arrivé, mais il n’a pas encore d’effet.

Patient : A.Z., 1951

Motif « code-de-demonstration ».

Répondez en commençant par l’un de ces mots :

Référence : code-de-demonstration.

ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>
RETRAIT CONSENTEMENT (le patient retire son consentement)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RETRAIT%20CONSENTEMENT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > reponseAPreciser reads well and says no more than it may > reponseAPreciser, requerant 3`
] = `
Téléexpertise TE-2026-000123 : votre réponse est à préciser

Bonjour Dr Paul BERNARD,

Votre message sur la demande TE-2026-000123 est bien arrivé, mais il n’a pas encore d’effet.

Patient : A.Z., 1951

Ce mot a été signé plus de dix minutes avant le message auquel il répond, d’après l’heure de sa signature. S’il vaut pour ce dossier, écrivez-le suivi du numéro du dossier.

Écrivez en première ligne : ACCORD TE-2026-000123

Répondez en commençant par l’un de ces mots :

Référence : mot-trop-ancien.

ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>
RETRAIT CONSENTEMENT (le patient retire son consentement)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RETRAIT%20CONSENTEMENT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > reponseAPreciser reads well and says no more than it may > reponseAPreciser, requis 1`
] = `
Téléexpertise TE-2026-000123 : votre réponse est à préciser

Bonjour Dr Marie CURIE,

Votre message sur la demande TE-2026-000123 est bien arrivé, mais il n’a pas encore d’effet.

Patient : A.Z., 1951

Motif « code-de-demonstration ».

Écrivez l’un de ces mots, seul, en première ligne de votre réponse :

Référence : code-de-demonstration.

RECTIFICATIF (corriger l’avis déjà rendu)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RECTIFICATIF%0D%0A%0D%0A>
COMPLEMENT (poser une question au requérant)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
URGENT (signaler une urgence au requérant)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=URGENT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > retard reads well and says no more than it may > retard, requerant 1`
] = `
Téléexpertise TE-2026-000123 : avis en retard

Bonjour Dr Paul BERNARD,

L’avis demandé (Dermatologie et vénéréologie, Dr Marie CURIE) n’est pas encore rendu. Le délai usuel est dépassé depuis le mardi 24 novembre 2026 à 10 h 00.

Patient : A.Z., 1951

Un autre médecin de la spécialité est sollicité dès que possible ; le premier avis rendu vous sera transmis.

Pour joindre directement le Dr Marie CURIE, appelez le 01 99 00 22 22.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>
ANNULATION (annuler la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ANNULATION%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > retard reads well and says no more than it may > retard, requis 1`
] = `
Téléexpertise TE-2026-000123 : avis en retard

Bonjour Dr Marie CURIE,

Le délai usuel de la demande TE-2026-000123 est dépassé. Votre avis reste attendu ; si vous ne pouvez pas le rendre, un REFUS permet d’appeler un confrère.

Patient : A.Z., 1951

AVIS (rendre votre avis)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=AVIS%0D%0A%0D%0A>
ACCEPTE (accuser réception, avis à suivre)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ACCEPTE%0D%0A%0D%0A>
COMPLEMENT (poser une question au requérant)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
REFUS (décliner, en disant pourquoi)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=REFUS%0D%0A%0D%0A>
REORIENTATION (proposer une autre spécialité, à écrire sur la même ligne)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=REORIENTATION%20%0D%0A%0D%0A>
URGENT (signaler une urgence au requérant)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=URGENT%0D%0A%0D%0A>
ABSENT (signaler une absence, dates de début et de fin sur la même ligne)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ABSENT%20%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > retardCoordinateur reads well and says no more than it may > retardCoordinateur, coordinateur 1`
] = `
Téléexpertise TE-2026-000123 : retard

Dossier TE-2026-000123, sollicitation 1 : ouverte le vendredi 20 novembre 2026 à 10 h 00, délai usuel dépassé depuis le mardi 24 novembre 2026 à 10 h 00.

Demandé à : Dermatologie et vénéréologie
Sollicité : RPPS 99700000027

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > sansReponse reads well and says no more than it may > sansReponse, requerant 1`
] = `
Téléexpertise TE-2026-000123 : sans réponse

Bonjour Dr Paul BERNARD,

Aucun avis n’a été rendu (Dermatologie et vénéréologie, Dr Marie CURIE) depuis le vendredi 20 novembre 2026 à 10 h 00 ; cette sollicitation est close.

Patient : A.Z., 1951

Un avis qui arriverait encore vous serait transmis, marqué tardif. Pour solliciter un autre confrère, envoyez une nouvelle demande.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > sansReponse reads well and says no more than it may > sansReponse, requis 1`
] = `
Téléexpertise TE-2026-000123 : sollicitation close

Bonjour Dr Marie CURIE,

La demande TE-2026-000123, reçue le vendredi 20 novembre 2026 à 10 h 00, est close faute d’avis. Si vous le rendez encore, il sera transmis, marqué tardif.

Patient : A.Z., 1951

AVIS (rendre votre avis)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=AVIS%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > urgenceCoordinateur reads well and says no more than it may > urgenceCoordinateur, coordinateur 1`
] = `
Téléexpertise TE-2026-000123 : appel prioritaire

Dossier TE-2026-000123, sollicitation 1 : le médecin requis signale une urgence. Le requérant en est averti ; vérifiez par téléphone qu’il l’a lu.

Requérant : RPPS 99700000019, téléphone 01 99 00 11 12
Demandé à : Dermatologie et vénéréologie
Sollicité : RPPS 99700000027

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > urgenceSignalee reads well and says no more than it may > urgenceSignalee, requerant 1`
] = `
Téléexpertise TE-2026-000123 : PRIORITAIRE, le médecin requis demande à vous joindre

Le Dr Marie CURIE juge la situation urgente. Urgence vitale : SAMU-Centre 15.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

Dr Marie CURIE : 01 99 00 22 22
Dr Paul BERNARD : 01 99 00 11 12

── Son message ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

Appelez-vous sans attendre. La coordination est prévenue.

-- 
Téléexpertise te.localhost

`
