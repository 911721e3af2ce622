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

Rien n’est attendu de vous : votre absence du 24 décembre 2026 au 1er janvier 2027 inclus est enregistrée. Aucune demande ne vous sera adressée dans cette période.

Patient : A.Z., 1951

Vous êtes prévenu de chaque demande qui est confiée à un autre médecin ; les autres restent attendues de vous.

Pour changer ces dates, répondez ABSENT suivi des nouvelles : elles remplacent celles qu’elles touchent. Pour revenir plus tôt, répondez PRESENT suivi du jour de votre retour ; PRESENT seul annule toute absence annoncée.

ABSENT (signaler une absence, dates de début et de fin sur la même ligne)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ABSENT%20%0D%0A%0D%0A>
PRESENT (annuler l’absence annoncée, ou revenir plus tôt, jour du retour sur la même ligne)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=PRESENT%20%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > accordDecline reads well and says no more than it may > accordDecline, requerant 1`
] = `
Téléexpertise TE-2026-000123 : réorientation déclinée

Bonjour Dr Paul BERNARD,

Rien n’est attendu de vous : votre désaccord est noté, la demande TE-2026-000123 n’est pas adressée à un autre destinataire (Pathologie cardio-vasculaire).

Patient : A.Z., 1951

Elle reste dans la file du Dr Marie CURIE, et son délai court de nouveau.

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

Au plus tard mardi 24 novembre à 10 h 00, rendez votre avis, ou déclinez en disant pourquoi : le requérant ne souhaite pas que la demande TE-2026-000123 soit adressée à un autre destinataire (Pathologie cardio-vasculaire).

Patient : A.Z., 1951

Elle reste dans votre file et son délai court de nouveau.

AVIS (rendre votre avis)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=AVIS%0D%0APatient%20%3A%20A.Z.%2C%201951%0D%0A%0D%0A>
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

Au plus tard vendredi 27 novembre à 10 h 00, répondez ACCORD ou DESACCORD en première ligne : le Dr Marie CURIE propose d’adresser votre demande à un autre destinataire, Pathologie cardio-vasculaire.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne (3 mars 1951)

── Ses raisons ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

Le consentement recueilli ne couvre pas encore ce destinataire : informez-en le patient, et ne donnez votre accord que s’il y consent. Sans votre accord, rien ne part ; après un désaccord, la demande reste où elle est.

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
  `test/write/letters.test.ts > TAP > accordDemande reads well and says no more than it may > accordDemande, requerant 2`
] = `
Téléexpertise TE-2026-000123 : votre accord est demandé

Bonjour Dr Paul BERNARD,

Au plus tard vendredi 27 novembre à 10 h 00, répondez ACCORD ou DESACCORD en première ligne : le Dr Marie CURIE ne répond pas du 24 décembre 2026 au 1er janvier 2027, et le Dr Irène JOLIOT peut répondre à sa place.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne (3 mars 1951)

Le consentement recueilli ne couvre pas encore ce destinataire : informez-en le patient, et ne donnez votre accord que s’il y consent. Sans votre accord, rien ne part ; après un désaccord, la demande reste où elle est.

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

Rien n’est attendu de vous : votre demande TE-2026-000123 est transmise.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne (3 mars 1951)

Numéro : TE-2026-000123, à rappeler dans tout échange
Adressée à : Dermatologie et vénéréologie, Dr Marie CURIE
Délai usuel : 24 h à 48 h, jours ouvrés
Avis attendu : au plus tard mardi 24 novembre à 10 h 00
Documents reçus : 1 document

Le compte-rendu vous parviendra dans ce fil de messages. Il sera aussi adressé au médecin traitant trouvé dans l’annuaire, le Dr René LAENNEC (Médecine générale, RPPS 99700000035), à l’adresse rene.laennec@mt.test. S’il s’agit d’un homonyme, annulez cette demande et envoyez-en une autre.

── Ce qui a été compris ──

- de sexe féminin
- avec le consentement (le patient, oral, 20 novembre 2026)

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

Intervenez sur le dossier TE-2026-000123.

Motif « code-de-demonstration ».

Code : code-de-demonstration

- Voir : ./confrere dossier TE-2026-000123
- Sur la page d’administration : /dossiers/TE-2026-000123

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > alerte reads well and says no more than it may > alerte, coordinateur 2`
] = `
Téléexpertise TE-2026-000123 : à traiter

Intervenez sur le dossier TE-2026-000123.

Le médecin requis n’a pas répondu à une question posée après l’avis.

Joignez-le, ou le requérant. Une fois fait, clôturez le point à régler, par la commande ou par la page du dossier.

Code : question-sans-reponse
Point à régler : a3f1c0de-0b1f-4c55-9d5b-2f6c9f1f2a10

- Voir : ./confrere dossier TE-2026-000123
- Clore : ./confrere dossier TE-2026-000123 --regler a3f1c0de-0b1f-4c55-9d5b-2f6c9f1f2a10 --motif "…"
- Sur la page d’administration : /dossiers/TE-2026-000123

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > alerteExploitation reads well and says no more than it may > alerteExploitation, administrateur 1`
] = `
Téléexpertise : alerte code-de-demonstration

Intervenez sur la passerelle.

Motif « code-de-demonstration ».

Code : code-de-demonstration
Objet : message-1

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > alerteExploitation reads well and says no more than it may > alerteExploitation, administrateur 2`
] = `
Téléexpertise : alerte code-de-demonstration

Demande non transmise. Urgence vitale : SAMU-Centre 15. Sinon, appelez l'astreinte de la spécialité.

Un message qui évoque une urgence a été refusé et son auteur n’a pas pu être averti : joignez-le sans attendre.

Intervenez sur la passerelle.

Motif « code-de-demonstration ».

Code : code-de-demonstration
Objet : message-1

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > alerteExploitation reads well and says no more than it may > alerteExploitation, administrateur 3`
] = `
Téléexpertise : message à traiter, auteur-non-attendu

Décidez du message ci-dessous.

Un message reçu n’est pas pris en compte : son auteur a bien signé, mais le dossier nommé n’attend rien de lui.

S’il doit rendre l’avis : confiez-lui la demande (« ./confrere dossier TE-2026-000123 --reattribuer RPPS --motif TEXTE », ou la page du dossier), ou déclarez sa boîte de service (« ./confrere boite set ADRESSE --rpps RPPS »), puis rejouez le message. Sinon, ou si le dossier est terminé, classez-le.

Code : auteur-non-attendu
Objet : 5f0c1d7e-0b1f-4c55-9d5b-2f6c9f1f2a10
Dossier : TE-2026-000123
Auteur : Paul DUVAL, RPPS 99700000013
L’auteur est averti : oui, par lettre

- Lire : ./confrere message 5f0c1d7e-0b1f-4c55-9d5b-2f6c9f1f2a10 --out message.eml --motif "…"
- Juger de nouveau : ./confrere rejouer 5f0c1d7e-0b1f-4c55-9d5b-2f6c9f1f2a10 --motif "…"
- Classer : ./confrere message 5f0c1d7e-0b1f-4c55-9d5b-2f6c9f1f2a10 --classer --motif "…"
- Sur la page d’administration : /messages/5f0c1d7e-0b1f-4c55-9d5b-2f6c9f1f2a10

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > alerteExploitation reads well and says no more than it may > alerteExploitation, administrateur 4`
] = `
Téléexpertise : message à traiter, signer-mismatch

Décidez du message ci-dessous.

Un message reçu n’est pas pris en compte : son signataire n’est pas son expéditeur. La signature prouve le signataire ; l’expéditeur affiché n’est pas prouvé, et peut être usurpé.

Joignez l’un et l’autre par téléphone, à un numéro que vous connaissez. Seulement si le signataire confirme qu’il a droit à cette adresse : boîte de service, déclarez-la (« ./confrere boite set ADRESSE --rpps RPPS ») ; adresse à lui, inscrivez-la dans l’annuaire ; puis rejouez le message. Sinon, classez-le et prévenez le titulaire de l’adresse.

Code : signer-mismatch
Objet : 5f0c1d7e-0b1f-4c55-9d5b-2f6c9f1f2a10
Expéditeur affiché, non prouvé : Paul DUVAL, RPPS 99700000013
Signataire, prouvé : CN=DURAND Anne, O=TEST
L’auteur est averti : non

- Lire : ./confrere message 5f0c1d7e-0b1f-4c55-9d5b-2f6c9f1f2a10 --out message.eml --motif "…"
- Juger de nouveau : ./confrere rejouer 5f0c1d7e-0b1f-4c55-9d5b-2f6c9f1f2a10 --motif "…"
- Classer : ./confrere message 5f0c1d7e-0b1f-4c55-9d5b-2f6c9f1f2a10 --classer --motif "…"
- Sur la page d’administration : /messages/5f0c1d7e-0b1f-4c55-9d5b-2f6c9f1f2a10

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > alerteExploitation reads well and says no more than it may > alerteExploitation, administrateur 5`
] = `
Téléexpertise : message à traiter, courrier-administrateur

Décidez du message ci-dessous.

Un message est arrivé pour vous, à l’adresse postmaster ou abuse.

Lisez-le dans un fichier, par la commande ci-dessous, puis classez-le.

Code : courrier-administrateur
Objet : 5f0c1d7e-0b1f-4c55-9d5b-2f6c9f1f2a10
Auteur : inconnu de l’annuaire ; la page du message donne l’adresse d’envoi
L’auteur est averti : non

- Lire : ./confrere message 5f0c1d7e-0b1f-4c55-9d5b-2f6c9f1f2a10 --out message.eml --motif "…"
- Classer : ./confrere message 5f0c1d7e-0b1f-4c55-9d5b-2f6c9f1f2a10 --classer --motif "…"
- Sur la page d’administration : /messages/5f0c1d7e-0b1f-4c55-9d5b-2f6c9f1f2a10

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > alerteExploitation reads well and says no more than it may > alerteExploitation, administrateur 6`
] = `
Téléexpertise : lettre à traiter, delivery-mailbox-unknown

Voyez l’envoi ci-dessous.

Une lettre de la passerelle n’est pas remise : le serveur du destinataire ne connaît pas cette boîte.

Corrigez la cause et relancez l’envoi depuis sa page (« Envois », puis « Relancer »), ou prévenez le destinataire par un autre moyen.

Code : delivery-mailbox-unknown
Objet : 5f0c1d7e-0b1f-4c55-9d5b-2f6c9f1f2a10
Envoi : formulaire vierge à l’auteur
Destinataire : RPPS 99700000013

Sur la page d’administration : /envois/5f0c1d7e-0b1f-4c55-9d5b-2f6c9f1f2a10

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > alerteExploitation reads well and says no more than it may > alerteExploitation, administrateur 7`
] = `
Téléexpertise : fin de l'alerte confiance-illisible

Rien n’est attendu de vous : l’alerte ci-dessous est terminée.

Code : confiance-illisible
Objet : intermediate.crl
C’était : Un fichier de CONFRERE_TRUST_DIR n’est pas lu, ou pas en entier : ce qu’il devait apporter (autorité, liste de révocation) manque.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > annulation reads well and says no more than it may > annulation, requerant 1`
] = `
Téléexpertise TE-2026-000123 : demande annulée

Bonjour Dr Paul BERNARD,

Rien n’est attendu de vous : la demande TE-2026-000123 est annulée parce que le patient a retiré son consentement, plus rien ne partira.

Patient : A.Z., 1951

Le contenu reçu sera détruit ici le 20 février 2027.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > annulation reads well and says no more than it may > annulation, requerant 2`
] = `
Téléexpertise TE-2026-000123 : demande annulée

Bonjour Dr Paul BERNARD,

Rien n’est attendu de vous : la demande TE-2026-000123 est annulée parce que le patient a retiré son consentement, plus rien ne partira.

Patient : A.Z., 1951

Ce retrait a été dit à la coordination autrement que par votre messagerie, et elle l’a enregistré. Si le patient consent en réalité, envoyez une nouvelle demande.

Le contenu reçu sera détruit ici le 20 février 2027.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > annulation reads well and says no more than it may > annulation, requerant 3`
] = `
Téléexpertise TE-2026-000123 : demande annulée

Bonjour Dr Paul BERNARD,

Rien n’est attendu de vous : la demande TE-2026-000123 est annulée par la coordination, à qui il a été dit de votre part de le faire ; plus rien ne partira.

Patient : A.Z., 1951

Si vous ne l’avez pas voulu, envoyez une nouvelle demande.

Le contenu reçu sera détruit ici le 20 février 2027.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > annulation reads well and says no more than it may > annulation, requis 1`
] = `
Téléexpertise TE-2026-000123 : demande annulée

Bonjour Dr Marie CURIE,

N’utilisez plus ce qui vous a été adressé pour la demande TE-2026-000123, et effacez-le : le patient a retiré son consentement. Un avis rendu désormais ne serait pas transmis.

Patient : A.Z., 1951

Si vous voyez un danger pour le patient, téléphonez sans attendre au Dr Paul BERNARD, au 01 99 00 11 12.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > annulation reads well and says no more than it may > annulation, requis 2`
] = `
Téléexpertise TE-2026-000123 : demande annulée

Bonjour Dr Marie CURIE,

Rien n’est attendu de vous : la demande TE-2026-000123 est annulée par la coordination, pour le requérant.

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

Aucun médecin n’est disponible pour le moment (Dermatologie et vénéréologie). Si votre demande TE-2026-000123 ne peut attendre, annulez-la et adressez-vous à un autre confrère.

Patient : A.Z., 1951

Elle n’y a été remise à personne. Elle partira d’elle-même dès qu’un médecin sera disponible, et se clôt sans avis vendredi 27 novembre à 10 h 00 ; la coordination est prévenue.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>
ANNULATION (annuler la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ANNULATION%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > avisEnDoute reads well and says no more than it may > avisEnDoute, requerant 1`
] = `
Téléexpertise TE-2026-000123 : PRIORITAIRE, l'auteur de l'avis revient sur son avis

Attendez sa correction avant de suivre l’avis du dimanche 22 novembre 2026 à 10 h 15 : le Dr Marie CURIE, qui l’a rendu, revient sur lui. Pour le joindre, appelez le 01 99 00 22 22.

Bonjour Dr Paul BERNARD,

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne (3 mars 1951)

── Son message ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

Il lui est demandé un rectificatif, qui vous sera adressé. La coordination est prévenue.

Si cet avis a été adressé au médecin traitant, prévenez-le : il garde la même version.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

COMPLEMENT (ajouter une précision ou un document)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > avisNonTransmis reads well and says no more than it may > avisNonTransmis, requis 1`
] = `
Téléexpertise TE-2026-000123 : avis non transmis

Bonjour Dr Marie CURIE,

Si vous voyez un danger pour le patient, téléphonez sans attendre au Dr Paul BERNARD, au 01 99 00 11 12.

Patient : A.Z., 1951

Votre avis sur la demande TE-2026-000123 n’a pas été transmis et ne le sera pas : le patient avait retiré son consentement.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > avisNonTransmis reads well and says no more than it may > avisNonTransmis, requis 2`
] = `
Téléexpertise TE-2026-000123 : votre avis n'est plus attendu

Bonjour Dr Marie CURIE,

Si vous voyez un danger pour le patient, téléphonez sans attendre au Dr Paul BERNARD, au 01 99 00 11 12.

Patient : A.Z., 1951

Votre message sur la demande TE-2026-000123 n’a pas été transmis et ne le sera pas : le patient avait retiré son consentement.

Aucun avis ne vous est plus demandé pour ce patient.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > avisTransmis reads well and says no more than it may > avisTransmis, requis 1`
] = `
Téléexpertise TE-2026-000123 : avis transmis

Bonjour Dr Marie CURIE,

Rien n’est attendu de vous : votre avis du dimanche 22 novembre 2026 à 10 h 15 est transmis, le compte-rendu est joint en PDF pour votre dossier. Merci.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

- Dr Paul BERNARD, requérant (paul.bernard@cabinet.test), remis le dimanche 22 novembre 2026 à 10 h 16
- Dr René LAENNEC, médecin traitant (rene.laennec@mt.test), envoi en cours

── Pour facturer ──

Code : TE2
Montant : 23,00 €
Date de l'acte : 22 novembre 2026
Prescripteur : Dr Paul BERNARD, n° AM 751000017, spécialité 01 Médecine générale
Date de la demande : 20 novembre 2026
Prise en charge : 100 % AMO, tiers payant, sans dépassement
Feuille de soins : feuille distincte, ne portant que cet acte (SESAM sans Vitale)
Plafond : acte n° 1 sur 4 cette année pour ce patient, à notre connaissance, sur cette messagerie

── Conclusion ──

Exérèse à programmer dans les quinze jours, marges de 2 mm, envoi en anatomopathologie.

── Avis complet ──

Lésion pigmentée asymétrique de 8 mm, bords irréguliers, polychrome.

Aspect dermoscopique évocateur de mélanome à extension superficielle.
Conclusion : exérèse à programmer dans les quinze jours.

À conserver dans le dossier du patient ; copie détruite ici le 20 février 2027.

Pour corriger votre avis, répondez RECTIFICATIF en première ligne, suivi du texte complet : il annulera et remplacera le premier.

RECTIFICATIF (corriger l’avis déjà rendu)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RECTIFICATIF%0D%0APatient%20%3A%20A.Z.%2C%201951%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > bienRecu reads well and says no more than it may > bienRecu, requerant 1`
] = `
Téléexpertise TE-2026-000123 : message pris en compte

Bonjour Dr Paul BERNARD,

Rien n’est attendu de vous : votre accord est noté, la demande TE-2026-000123 est réorientée.

Patient : A.Z., 1951

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
  `test/write/letters.test.ts > TAP > bienRecu reads well and says no more than it may > bienRecu, requerant 2`
] = `
Téléexpertise TE-2026-000123 : message pris en compte

Bonjour Dr Paul BERNARD,

Votre message sur la demande TE-2026-000123 est transmis tel quel au Dr Marie CURIE ; la demande continue.

Patient : A.Z., 1951

Pour arrêter la demande, répondez ANNULATION en première ligne ; si le patient retire son accord, répondez RETRAIT CONSENTEMENT.

L’avis est attendu au plus tard mardi 24 novembre à 10 h 00.

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
  `test/write/letters.test.ts > TAP > bienRecu reads well and says no more than it may > bienRecu, requerant 3`
] = `
Téléexpertise TE-2026-000123 : message non transmis

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15. Sinon, appelez l'astreinte de la spécialité.

Bonjour Dr Paul BERNARD,

Une question vous attend toujours : Dermatologie et vénéréologie, Dr Marie CURIE.

Patient : A.Z., 1951

Pour solliciter un autre confrère, envoyez une nouvelle demande : votre message est joint à la demande TE-2026-000123, mais aucun des médecins sollicités ne la suit plus, et il n’a été transmis à personne.

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
  `test/write/letters.test.ts > TAP > bienRecu reads well and says no more than it may > bienRecu, requis 1`
] = `
Téléexpertise TE-2026-000123 : message pris en compte

Bonjour Dr Marie CURIE,

Au plus tard mardi 24 novembre à 10 h 00, rendez votre avis en écrivant AVIS en première ligne : votre message « ACCEPTE » est noté, et la demande TE-2026-000123 reste dans votre file.

Patient : A.Z., 1951

AVIS (rendre votre avis)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=AVIS%0D%0APatient%20%3A%20A.Z.%2C%201951%0D%0A%0D%0A>
COMPLEMENT (poser une question au requérant)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
REFUS (décliner, en disant pourquoi)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=REFUS%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > bienRecu reads well and says no more than it may > bienRecu, requis 2`
] = `
Téléexpertise TE-2026-000123 : message pris en compte

Bonjour Dr Marie CURIE,

Sans attendre, appelez le Dr Paul BERNARD, au 01 99 00 11 12 : votre alerte sur la demande TE-2026-000123 lui est envoyée en priorité, et la coordination est prévenue.

Patient : A.Z., 1951

AVIS (rendre votre avis)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=AVIS%0D%0APatient%20%3A%20A.Z.%2C%201951%0D%0A%0D%0A>
COMPLEMENT (poser une question au requérant)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
REFUS (décliner, en disant pourquoi)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=REFUS%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > cloture reads well and says no more than it may > cloture, requerant 1`
] = `
Téléexpertise TE-2026-000123 : dossier clos

Bonjour Dr Paul BERNARD,

Rien n’est attendu de vous : le dossier TE-2026-000123 est clos, sans rien en attente depuis le 22 novembre 2026.

Patient : A.Z., 1951

── Ce qui a été fait ──

- Dermatologie et vénéréologie, Dr Marie CURIE : avis rendu le dimanche 22 novembre 2026 à 10 h 15 par le Dr Marie CURIE, remis le dimanche 22 novembre 2026 à 10 h 16
- la copie du Dr René LAENNEC, médecin traitant, ne lui a pas été remise, à notre connaissance

── Ce qui a échoué ──

- dimanche 22 novembre 2026 à 10 h 15 : La boîte aux lettres du destinataire est pleine : la passerelle réessaie, prévenez-le par téléphone.

── Ce qui reste possible ──

- poser une nouvelle question : envoyez une nouvelle demande
- retirer le consentement du patient : répondez RETRAIT CONSENTEMENT
- donner un numéro qui manque à votre acte : répondez par la ligne « N° AM » ou « N° FINESS », jusqu’au 31 décembre 2028

Le contenu reçu sera détruit ici le 20 février 2027.

ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>
RETRAIT CONSENTEMENT (le patient retire son consentement)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RETRAIT%20CONSENTEMENT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > cloture reads well and says no more than it may > cloture, requis 1`
] = `
Téléexpertise TE-2026-000123 : dossier clos

Bonjour Dr Marie CURIE,

Rien n’est attendu de vous : le dossier TE-2026-000123 est clos, sans rien en attente depuis le 22 novembre 2026.

Patient : A.Z., 1951

── Ce qui a été fait ──

- Dermatologie et vénéréologie, Dr Marie CURIE : avis rendu le dimanche 22 novembre 2026 à 10 h 15 par le Dr Marie CURIE, remis le dimanche 22 novembre 2026 à 10 h 16
- la copie du Dr René LAENNEC, médecin traitant, ne lui a pas été remise, à notre connaissance

── Ce qui a échoué ──

- dimanche 22 novembre 2026 à 10 h 15 : La boîte aux lettres du destinataire est pleine : la passerelle réessaie, prévenez-le par téléphone.

── Ce qui reste possible ──

- corriger votre avis : répondez RECTIFICATIF, suivi du texte complet
- donner un numéro qui manque à votre acte : répondez par la ligne « N° AM » ou « N° FINESS », jusqu’au 31 décembre 2028

Si vous voyez un danger pour le patient, téléphonez sans attendre au Dr Paul BERNARD, au 01 99 00 11 12.

Le contenu reçu sera détruit ici le 20 février 2027.

RECTIFICATIF (corriger l’avis déjà rendu)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RECTIFICATIF%0D%0APatient%20%3A%20A.Z.%2C%201951%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > complementDemande reads well and says no more than it may > complementDemande, requerant 1`
] = `
Téléexpertise TE-2026-000123 : complément demandé

Bonjour Dr Paul BERNARD,

Au plus tard mercredi 25 novembre à 16 h 00, répondez en écrivant COMPLEMENT en première ligne : le Dr Marie CURIE a besoin d’une précision pour rendre son avis.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne (3 mars 1951)

── Sa question ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

Joignez les documents utiles. Le délai de l’avis est suspendu jusqu’à votre réponse ; sans elle, l’avis pourra être rendu avec les seuls éléments connus.

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

Au plus tard vendredi 27 novembre à 10 h 00, rendez votre avis avec les éléments dont vous disposez, en le précisant, ou déclinez : le requérant n’a pas répondu à votre question sur la demande TE-2026-000123.

Patient : A.Z., 1951

AVIS (rendre votre avis)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=AVIS%0D%0APatient%20%3A%20A.Z.%2C%201951%0D%0A%0D%0A>
REFUS (décliner, en disant pourquoi)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=REFUS%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > complementTransmis reads well and says no more than it may > complementTransmis, requis 1`
] = `
Téléexpertise TE-2026-000123 : complément du requérant

Répondez à ce message depuis cette même messagerie et écrivez AVIS en première ligne. Au plus tard mardi 24 novembre à 10 h 00.

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

Au plus tard mardi 24 novembre à minuit, répondez à ce message depuis cette même messagerie : votre réponse sera transmise au Dr Paul BERNARD, sans nouvel acte.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

── Son message ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

── 1 document joint ──

- lésion bras gauche.jpg (180 ko)

Si ce message change votre avis, écrivez RECTIFICATIF en première ligne, suivi du texte entier qui le remplace.

RECTIFICATIF (corriger l’avis déjà rendu)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RECTIFICATIF%0D%0APatient%20%3A%20A.Z.%2C%201951%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > complementTransmis reads well and says no more than it may > complementTransmis, requis 3`
] = `
Téléexpertise TE-2026-000123 : message du requérant après votre avis

Bonjour Dr Marie CURIE,

Rien n’est attendu de vous : le Dr Paul BERNARD vous écrit après votre avis. Si vous répondez à ce message, votre réponse lui sera transmise, sans nouvel acte.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

── Son message ──

Merci.

Pour corriger votre avis, écrivez RECTIFICATIF en première ligne.

RECTIFICATIF (corriger l’avis déjà rendu)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RECTIFICATIF%0D%0APatient%20%3A%20A.Z.%2C%201951%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > complementTransmis reads well and says no more than it may > complementTransmis, requis 4`
] = `
Téléexpertise TE-2026-000123 : message du requérant après votre avis

Bonjour Dr Marie CURIE,

Lisez ce que le Dr Paul BERNARD vous écrit après votre avis. Si vous répondez à ce message, votre réponse lui sera transmise, sans nouvel acte.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

── Son message ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

Si ce message change votre avis, écrivez RECTIFICATIF en première ligne, suivi du texte entier qui le remplace.

RECTIFICATIF (corriger l’avis déjà rendu)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RECTIFICATIF%0D%0APatient%20%3A%20A.Z.%2C%201951%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > complementTransmis reads well and says no more than it may > complementTransmis, requis 5`
] = `
Téléexpertise TE-2026-000123 : réorientation déclinée

Répondez à ce message depuis cette même messagerie et écrivez AVIS en première ligne. Au plus tard mardi 24 novembre à 10 h 00.

Le Dr Paul BERNARD ne souhaite pas que la demande TE-2026-000123 soit adressée à : Pathologie cardio-vasculaire. Elle reste dans votre file et son délai court de nouveau.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

── Sa raison ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

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
  `test/write/letters.test.ts > TAP > compteRendu reads well and says no more than it may > compteRendu, medecinTraitant 1`
] = `
Téléexpertise TE-2026-000123 : compte-rendu

Bonjour Dr René LAENNEC,

Rien n’est attendu de vous : en votre qualité de médecin traitant, vous recevez l’avis du Dr Marie CURIE (Dermatologie et vénéréologie, RPPS 99700000027) sur la demande TE-2026-000123 du Dr Paul BERNARD. Il a été rendu le dimanche 22 novembre 2026 à 10 h 15 ; le compte-rendu est joint en PDF.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

── Conclusion ──

Exérèse à programmer dans les quinze jours, marges de 2 mm, envoi en anatomopathologie.

── Avis complet ──

Lésion pigmentée asymétrique de 8 mm, bords irréguliers, polychrome.

Aspect dermoscopique évocateur de mélanome à extension superficielle.
Conclusion : exérèse à programmer dans les quinze jours.

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

Lisez l’avis du Dr Marie CURIE (Dermatologie et vénéréologie, RPPS 99700000027) sur la demande TE-2026-000123, et informez le patient de cet avis et de la suite donnée. Il a été rendu le dimanche 22 novembre 2026 à 10 h 15 ; le compte-rendu est joint en PDF.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne (3 mars 1951)

── Conclusion ──

Exérèse à programmer dans les quinze jours, marges de 2 mm, envoi en anatomopathologie.

── Avis complet ──

Lésion pigmentée asymétrique de 8 mm, bords irréguliers, polychrome.

Aspect dermoscopique évocateur de mélanome à extension superficielle.
Conclusion : exérèse à programmer dans les quinze jours.

Le médecin requis y joint 1 document : ordonnance.pdf.

── Pour facturer ──

Code : RQD
Montant : 10,00 €
Date de l'acte : 22 novembre 2026
Prescripteur : Dr Marie CURIE, n° AM 751000025, spécialité 05 Dermatologie et vénéréologie
Date de la demande : 20 novembre 2026
Prise en charge : 100 % AMO, tiers payant, sans dépassement
Feuille de soins : feuille distincte, ne portant que cet acte (SESAM sans Vitale)
Plafond : acte n° 1 sur 4 cette année pour ce patient, à notre connaissance, sur cette messagerie

À conserver dans le dossier du patient ; copie détruite ici le 20 février 2027.

ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > compteRenduNonRemis reads well and says no more than it may > compteRenduNonRemis, requis 1`
] = `
Téléexpertise TE-2026-000123 : compte-rendu non remis

Bonjour Dr Marie CURIE,

Joignez le Dr Paul BERNARD, au 01 99 00 11 12, si votre avis ne peut attendre : sa messagerie annonce que le compte-rendu de la demande TE-2026-000123 ne lui est pas parvenu.

Patient : A.Z., 1951

L’acte correspondant est suspendu jusqu’à la remise, sauf s’il est déjà transmis à la facturation. L’administrateur de la passerelle en est prévenu.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > compteRenduNonRemis reads well and says no more than it may > compteRenduNonRemis, requis 2`
] = `
Téléexpertise TE-2026-000123 : compte-rendu remis

Bonjour Dr Marie CURIE,

Rien n’est attendu de vous : votre avis sur la demande TE-2026-000123 est maintenant remis au Dr Paul BERNARD. L’acte correspondant n’est plus suspendu.

Patient : A.Z., 1951

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

Inscrivez ce refus dans le dossier du patient : il est enregistré ici sous le numéro TE-2026-000123, rien n’a été transmis et rien ne le sera.

Patient : A.Z., 1951

Le contenu reçu sera détruit ici le 20 février 2027.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > copieNotee reads well and says no more than it may > copieNotee, requerant 1`
] = `
Téléexpertise TE-2026-000123 : opposition à la copie enregistrée

Bonjour Dr Paul BERNARD,

Rien n’est attendu de vous : l’opposition est enregistrée, le médecin traitant ne recevra plus aucune copie du compte-rendu de la demande TE-2026-000123. Pour revenir sur cette opposition, répondez par la ligne « Copie au médecin traitant », avec « oui ».

Patient : A.Z., 1951

COMPLEMENT (ajouter une précision ou un document)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>
RETRAIT CONSENTEMENT (le patient retire son consentement)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RETRAIT%20CONSENTEMENT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > copieNotee reads well and says no more than it may > copieNotee, requerant 2`
] = `
Téléexpertise TE-2026-000123 : opposition à la copie enregistrée

Bonjour Dr Paul BERNARD,

Rien n’est attendu de vous : l’opposition est enregistrée, le médecin traitant ne recevra plus aucune copie du compte-rendu de la demande TE-2026-000123. Pour revenir sur cette opposition, répondez par la ligne « Copie au médecin traitant », avec « oui ».

Patient : A.Z., 1951

Une copie lui a déjà été remise le mardi 24 novembre 2026 à 10 h 00 : elle ne peut pas être reprise.

COMPLEMENT (ajouter une précision ou un document)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>
RETRAIT CONSENTEMENT (le patient retire son consentement)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RETRAIT%20CONSENTEMENT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > copieNotee reads well and says no more than it may > copieNotee, requerant 3`
] = `
Téléexpertise TE-2026-000123 : copie au médecin traitant

Bonjour Dr Paul BERNARD,

Rien n’est attendu de vous : la copie du compte-rendu de la demande TE-2026-000123 sera adressée au médecin traitant, le Dr René LAENNEC (Médecine générale, RPPS 99700000035), à l’adresse rene.laennec@mt.test.

Patient : A.Z., 1951

COMPLEMENT (ajouter une précision ou un document)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>
RETRAIT CONSENTEMENT (le patient retire son consentement)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RETRAIT%20CONSENTEMENT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > copieNotee reads well and says no more than it may > copieNotee, requerant 4`
] = `
Téléexpertise TE-2026-000123 : copie au médecin traitant à préciser

Bonjour Dr Paul BERNARD,

Indiquez si le médecin traitant doit recevoir une copie du compte-rendu de la demande TE-2026-000123, oui ou non, sur la ligne ci-dessous : vous avez écrit « Je n’ai pas informé son MT », et aucune copie ne lui est envoyée sans votre réponse.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne (3 mars 1951)

Copie au médecin traitant : 

Cordialement,

COMPLEMENT (ajouter une précision ou un document)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>
RETRAIT CONSENTEMENT (le patient retire son consentement)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RETRAIT%20CONSENTEMENT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > copieNotee reads well and says no more than it may > copieNotee, requerant 5`
] = `
Téléexpertise TE-2026-000123 : médecin traitant à préciser

Bonjour Dr Paul BERNARD,

Indiquez le médecin traitant à qui adresser une copie du compte-rendu de la demande TE-2026-000123 : sans ces lignes, il n’est pas connu avec certitude et rien ne lui est envoyé.

Patient : A.Z., 1951

Médecin traitant : 
Copie au médecin traitant : 

Cordialement,

COMPLEMENT (ajouter une précision ou un document)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>
RETRAIT CONSENTEMENT (le patient retire son consentement)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RETRAIT%20CONSENTEMENT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > copieNotee reads well and says no more than it may > copieNotee, requerant 6`
] = `
Téléexpertise TE-2026-000123 : opposition à la copie enregistrée

Bonjour Dr Paul BERNARD,

Rien n’est attendu de vous : l’opposition est enregistrée, le médecin traitant ne recevra plus aucune copie du compte-rendu de la demande TE-2026-000123. Pour revenir sur cette opposition, répondez par la ligne « Copie au médecin traitant », avec « oui ».

Patient : A.Z., 1951

Rien n’est attendu de vous : votre message sur la demande TE-2026-000123 est transmis tel quel au Dr Marie CURIE.

COMPLEMENT (ajouter une précision ou un document)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>
RETRAIT CONSENTEMENT (le patient retire son consentement)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RETRAIT%20CONSENTEMENT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > courrierAdministrateur reads well and says no more than it may > courrierAdministrateur, administrateur 1`
] = `
Téléexpertise : message pour l'administrateur (courrier-administrateur)

Lisez le message joint, tel qu’il a été reçu : il est arrivé à l’adresse postmaster ou abuse.

Son expéditeur n’a pas été vérifié, et rien ne lui a été répondu.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > creneauTermine reads well and says no more than it may > creneauTermine, requis 1`
] = `
Téléexpertise TE-2026-000123 : votre avis n'est plus attendu

Bonjour Dr Marie CURIE,

Rien n’est attendu de vous pour la demande TE-2026-000123 : un confrère a rendu son avis.

Patient : A.Z., 1951

Le vôtre, si vous le rendez, sera transmis à titre complémentaire, sans facturation.

Merci de votre disponibilité.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > creneauTermine reads well and says no more than it may > creneauTermine, requis 2`
] = `
Téléexpertise TE-2026-000123 : demande proposée à un confrère

Bonjour Dr Marie CURIE,

Répondez ACCEPTE ou rendez votre avis si vous avez reçu la demande TE-2026-000123 et la prenez : un message automatique nous a dit qu’elle n’était pas arrivée dans votre boîte, et elle est proposée à un confrère.

Patient : A.Z., 1951

Sinon, rien n’est attendu de vous.

AVIS (rendre votre avis)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=AVIS%0D%0APatient%20%3A%20A.Z.%2C%201951%0D%0A%0D%0A>
ACCEPTE (accuser réception, avis à suivre)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ACCEPTE%0D%0A%0D%0A>
COMPLEMENT (ajouter à votre avis, ou interroger le requérant)
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
  `test/write/letters.test.ts > TAP > creneauTermine reads well and says no more than it may > creneauTermine, requis 3`
] = `
Téléexpertise TE-2026-000123 : votre avis n'est plus attendu

Bonjour Dr Marie CURIE,

Rien n’est attendu de vous pour la demande TE-2026-000123 : vous ne figurez plus parmi les médecins sollicités ici ; la demande est proposée à un confrère.

Patient : A.Z., 1951

Merci de votre disponibilité.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > dejaRecue reads well and says no more than it may > dejaRecue, requerant 1`
] = `
Téléexpertise TE-2026-000123 : demande déjà reçue

Bonjour Dr Paul BERNARD,

Rien n’est attendu de vous : cette demande nous est déjà parvenue le vendredi 20 novembre 2026 à 10 h 00, sous le numéro TE-2026-000123. Aucune seconde demande n’a été créée.

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

Au plus tard lundi 30 novembre à 10 h 00, répondez à ce message en complétant les lignes ci-dessous : votre demande TE-2026-000123 n’est pas encore transmise, il manque 2 éléments. Rien n’est parti.

Patient : A.Z., 1951

- Sexe, à indiquer (M, F ou I)
- Médecin traitant, correspond à plusieurs possibilités, merci de préciser (moi-même, aucun, ou nom avec adresse de messagerie ou RPPS)

À joindre si vous le pouvez ; ceci ne retient pas la demande.

- N° AM, à indiquer (9 caractères ; à défaut, le n° FINESS de l’établissement)

Sans réponse, la demande sera annulée et vous en serez averti.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

Voici les lignes à compléter.

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
  `test/write/letters.test.ts > TAP > demandeACompleter reads well and says no more than it may > demandeACompleter, requerant 2`
] = `
Téléexpertise TE-2026-000123 : demande à compléter

Bonjour Dr Paul BERNARD,

Au plus tard lundi 30 novembre à 10 h 00, répondez à ce message en complétant les lignes ci-dessous : votre demande TE-2026-000123 n’est pas encore transmise, il manque 2 éléments. Rien n’est parti.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne (3 mars 1951)

Votre réponse « elle a 64 ans » est gardée, mais elle n’a pas été comprise comme l’une de ces lignes : écrivez chaque valeur après son libellé.

- Sexe, à indiquer (M, F ou I)
- Médecin traitant, correspond à plusieurs possibilités, merci de préciser (moi-même, aucun, ou nom avec adresse de messagerie ou RPPS)

À joindre si vous le pouvez ; ceci ne retient pas la demande.

- N° AM, à indiquer (9 caractères ; à défaut, le n° FINESS de l’établissement)

Sans réponse, la demande sera annulée et vous en serez averti.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

Voici les lignes à compléter.

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
  `test/write/letters.test.ts > TAP > demandeACompleter reads well and says no more than it may > demandeACompleter, requerant 3`
] = `
Téléexpertise TE-2026-000123 : demande à compléter

Bonjour Dr Paul BERNARD,

Au plus tard lundi 30 novembre à 10 h 00, répondez à ce message en complétant les lignes ci-dessous : votre demande TE-2026-000123 n’est pas encore transmise, il manque 2 éléments. Rien n’est parti.

Patient : A.Z., 1951

Votre demande nous était déjà parvenue le vendredi 20 novembre 2026 à 10 h 00 : aucune seconde demande n’a été créée.

- Sexe, à indiquer (M, F ou I)
- Médecin traitant, correspond à plusieurs possibilités, merci de préciser (moi-même, aucun, ou nom avec adresse de messagerie ou RPPS)

À joindre si vous le pouvez ; ceci ne retient pas la demande.

- N° AM, à indiquer (9 caractères ; à défaut, le n° FINESS de l’établissement)

Sans réponse, la demande sera annulée et vous en serez averti.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

Voici les lignes à compléter.

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
  `test/write/letters.test.ts > TAP > demandeACompleter reads well and says no more than it may > demandeACompleter, requerant 4`
] = `
Téléexpertise TE-2026-000123 : demande à compléter

Bonjour Dr Paul BERNARD,

Au plus tard lundi 30 novembre à 10 h 00, répondez à ce message : votre demande TE-2026-000123 n’est pas encore transmise, il manque 1 élément. Rien n’est parti.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne (3 mars 1951)

- Le document n° 2 (winmail.dat, format propre à Outlook, 2 documents à l’intérieur) et le document n° 3 (« IRM DURAND.PDF », encodage inconnu « x-uuencode »), qui n’ont pas pu être lus : joignez-les de nouveau en PDF ou en image, ou écrivez « sans ces documents » pour que la demande parte ainsi

Sans réponse, la demande sera annulée et vous en serez averti.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

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
Sans réponse : la demande se clôt vendredi 27 novembre à 10 h 00

── Assuré, pour votre facturation ──

N° de l'assuré : 251035121598912
Rang : 1
ALD : non

Votre réponse signée devient le compte-rendu ; une ligne « Conclusion : » la met en évidence. Elle est remise au requérant et au médecin traitant, et vous en recevez le PDF.

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

Avant un nouvel envoi, vous pouvez vérifier votre demande sans rien transmettre : envoyez-la à essai@te.localhost.

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

Avant un nouvel envoi, vous pouvez vérifier votre demande sans rien transmettre : envoyez-la à essai@te.localhost.

Référence à donner à votre support : code-de-demonstration.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > demandeRemise reads well and says no more than it may > demandeRemise, requerant 1`
] = `
Téléexpertise TE-2026-000123 : demande remise

Bonjour Dr Paul BERNARD,

Rien n’est attendu de vous : votre demande TE-2026-000123 est maintenant remise au Dr Marie CURIE. L’avis est attendu au plus tard mardi 24 novembre à 10 h 00.

Patient : A.Z., 1951

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>
ANNULATION (annuler la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ANNULATION%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > demandeUrgente reads well and says no more than it may > demandeUrgente, requerant 1`
] = `
Téléexpertise TE-2026-000123 : demande non transmise

Demande non transmise. Urgence vitale : SAMU-Centre 15. Sinon, appelez l'astreinte de la spécialité.

S’il n’y a pas d’urgence, écrivez NON URGENT en première ligne au plus tard lundi 30 novembre à 10 h 00 : votre demande TE-2026-000123 reprend aussitôt. Sans ce mot, elle est annulée.

Patient : A.Z., 1951

Elle évoque une urgence, à laquelle la téléexpertise ne répond pas. Rien n’est parti.

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

Rien n’est attendu de vous : la demande TE-2026-000123 est en attente de la validation du Dr Paul BERNARD, et rien n’en est parti.

Patient : A.Z., 1951

Cette demande est déposée pour un médecin : elle part quand ce médecin répond JE VALIDE, dans un message signé, à la lettre qui lui a été adressée.

La demande est complète.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

Référence : depot-a-valider.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > depotNote reads well and says no more than it may > depotNote, requerant 2`
] = `
Téléexpertise TE-2026-000123 : demande déposée pour un médecin

Bonjour Dr Paul BERNARD,

Déposez une nouvelle demande, entière, si quelque chose manque ou doit changer : votre message n’a pas d’effet sur la demande TE-2026-000123, et n’est pas transmis au Dr Paul BERNARD.

Patient : A.Z., 1951

La demande reste telle que vous l’avez déposée, et attend la validation du médecin pour qui elle l’est : s’il y a une nouvelle demande, dites-lui de ne valider que celle-là. Il peut aussi compléter lui-même, en répondant à nos messages.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

Référence : depot-sans-effet.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > depotNote reads well and says no more than it may > depotNote, requerant 3`
] = `
Téléexpertise TE-2026-000123 : demande déposée pour un médecin

Bonjour Dr Paul BERNARD,

Rien n’est attendu de vous : la demande TE-2026-000123 a été déposée pour le Dr Paul BERNARD.

Patient : A.Z., 1951

Le médecin pour qui vous avez déposé cette demande ne l’a pas validée : elle est annulée, et rien n’en a été transmis.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

Référence : depot-non-valide.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > depotNote reads well and says no more than it may > depotNote, requerant 4`
] = `
Téléexpertise TE-2026-000123 : demande déposée pour un médecin

Message non transmis. Urgence vitale : SAMU-Centre 15. Sinon, appelez l'astreinte de la spécialité.

Bonjour Dr Paul BERNARD,

Rien n’est attendu de vous : la demande TE-2026-000123 a été déposée pour le Dr Paul BERNARD.

Patient : A.Z., 1951

Motif « code-de-demonstration ».

Référence : code-de-demonstration.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > dossierClos reads well and says no more than it may > dossierClos, requerant 1`
] = `
Téléexpertise TE-2026-000123 : dossier clos

Bonjour Dr Paul BERNARD,

Rien n’est attendu de vous : le dossier TE-2026-000123 est clos, plus rien n’y est transmis.

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

Rien n’est attendu de vous : le dossier TE-2026-000123 est clos, plus rien n’y est transmis.

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

Rien n’est attendu de vous : le dossier TE-2026-000123 est clos, plus rien n’y est transmis.

Patient : A.Z., 1951

Si vous voyez un danger pour le patient, téléphonez sans attendre au Dr Paul BERNARD, au 01 99 00 11 12.

Le contenu reçu sera détruit ici le 20 février 2027.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > echangesSuspendus reads well and says no more than it may > echangesSuspendus, requerant 1`
] = `
Téléexpertise TE-2026-000123 : réponses suspendues

Bonjour Dr Paul BERNARD,

Arrêtez le répondeur automatique de votre messagerie, s’il y en a un : trop de lettres vous ont été adressées en une heure sur la demande TE-2026-000123, comme entre deux automates.

Patient : A.Z., 1951

Vos messages signés sont toujours lus et ont leur effet, mais ils ne reçoivent plus de réponse tant que dure cet échange. Si vous en attendez une, joignez l’administrateur de la passerelle, qui est prévenu.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > echangesSuspendus reads well and says no more than it may > echangesSuspendus, requis 1`
] = `
Téléexpertise TE-2026-000123 : réponses suspendues

Bonjour Dr Marie CURIE,

Arrêtez le répondeur automatique de votre messagerie, s’il y en a un : trop de lettres vous ont été adressées en une heure sur la demande TE-2026-000123, comme entre deux automates.

Patient : A.Z., 1951

Vos messages signés sont toujours lus et ont leur effet, mais ils ne reçoivent plus de réponse tant que dure cet échange. Si vous en attendez une, joignez l’administrateur de la passerelle, qui est prévenu.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > essai reads well and says no more than it may > essai, auteur 1`
] = `
Téléexpertise : résultat de l'essai

Corrigez votre demande avant de l’envoyer pour de bon : elle ne serait pas partie telle quelle.

Il aurait manqué ceci.

- Sexe, à indiquer (M, F ou I)
- Médecin traitant, correspond à plusieurs possibilités, merci de préciser (moi-même, aucun, ou nom avec adresse de messagerie ou RPPS)

À joindre si possible, sans retenir la demande.

- N° AM, à indiquer (9 caractères ; à défaut, le n° FINESS de l’établissement)

Ceci est un essai : rien n’a été créé ni transmis, et votre message est détruit.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > essai reads well and says no more than it may > essai, auteur 2`
] = `
Téléexpertise : résultat de l'essai

Rien n’est attendu de vous : envoyée pour de bon, votre demande serait transmise à : Dermatologie.

Ceci est un essai : rien n’a été créé ni transmis, et votre message est détruit.

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

Dermatologie et vénéréologie, Dr Marie CURIE : avis rendu.

── Chronologie ──

vendredi 20 novembre 2026 à 10 h 00 : Demande reçue
vendredi 20 novembre 2026 à 10 h 00 : Demande adressée au Dr Marie CURIE
dimanche 22 novembre 2026 à 10 h 15 : Avis rendu par le Dr Marie CURIE
dimanche 22 novembre 2026 à 10 h 15 : Tous les avis attendus sont rendus
dimanche 22 novembre 2026 à 10 h 16 : Compte-rendu remis

COMPLEMENT (ajouter une précision ou un document)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
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

Dermatologie et vénéréologie, Dr Marie CURIE : avis rendu.

── Chronologie ──

vendredi 20 novembre 2026 à 10 h 00 : Demande reçue
vendredi 20 novembre 2026 à 10 h 00 : Demande adressée au Dr Marie CURIE
dimanche 22 novembre 2026 à 10 h 15 : Avis rendu par le Dr Marie CURIE
dimanche 22 novembre 2026 à 10 h 15 : Tous les avis attendus sont rendus
dimanche 22 novembre 2026 à 10 h 16 : Compte-rendu remis

RECTIFICATIF (corriger l’avis déjà rendu)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RECTIFICATIF%0D%0APatient%20%3A%20A.Z.%2C%201951%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > incident reads well and says no more than it may > incident, administrateur 1`
] = `
Téléexpertise TE-2026-000123 : incident de transmission

Intervenez sur le dossier TE-2026-000123 : un envoi n’a pas pu être remis.

Motif « code-de-demonstration ».

Envoi : compte-rendu au médecin traitant
Destinataire : le Dr René LAENNEC, RPPS 99700000035
Code : code-de-demonstration

Sur la page d’administration : /dossiers/TE-2026-000123, puis l’envoi.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > incident reads well and says no more than it may > incident, administrateur 2`
] = `
Téléexpertise TE-2026-000123 : incident de transmission

Intervenez sur le dossier TE-2026-000123 : un envoi n’a pas pu être remis.

Une lettre de la passerelle n’est pas remise : le serveur du destinataire l’a refusée pour toujours.

Corrigez la cause et relancez l’envoi depuis sa page (« Envois », puis « Relancer »), ou prévenez le destinataire par un autre moyen.

Envoi : demande d’avis au requis
Destinataire : le Dr Marie CURIE, RPPS 99700000027
Code : delivery-refused

Sur la page d’administration : /dossiers/TE-2026-000123, puis l’envoi.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > messageNonRemis reads well and says no more than it may > messageNonRemis, requerant 1`
] = `
Téléexpertise TE-2026-000123 : message non remis

Bonjour Dr Paul BERNARD,

Joignez le Dr Marie CURIE, au 01 99 00 22 22, si cela ne peut attendre : votre message sur la demande TE-2026-000123 n’a pas pu lui être remis, sa boîte est pleine.

Patient : A.Z., 1951

L’administrateur de la passerelle en est prévenu.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>
ANNULATION (annuler la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ANNULATION%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > messageNonRemis reads well and says no more than it may > messageNonRemis, requis 1`
] = `
Téléexpertise TE-2026-000123 : message non remis

Bonjour Dr Marie CURIE,

Joignez le Dr Paul BERNARD, au 01 99 00 11 12, si cela ne peut attendre : votre alerte sur la demande TE-2026-000123 n’a pas pu lui être remise, sa messagerie n’a pas encore de certificat connu ici, et ce qui concerne un patient ne part pas sans chiffrement.

Patient : A.Z., 1951

L’administrateur de la passerelle en est prévenu.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>

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
  `test/write/letters.test.ts > TAP > messageTraitant reads well and says no more than it may > messageTraitant, requerant 1`
] = `
Téléexpertise TE-2026-000123 : message du médecin traitant

Bonjour Dr Paul BERNARD,

Lisez ce que le Dr René LAENNEC, médecin traitant, écrit en réponse au compte-rendu. La demande et l’avis ne changent pas. Pour lui répondre, écrivez-lui directement, à rene.laennec@mt.test.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne (3 mars 1951)

── Son message ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

── 1 document joint ──

- lésion bras gauche.jpg (180 ko)

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > messageTraitant reads well and says no more than it may > messageTraitant, requerant 2`
] = `
Téléexpertise TE-2026-000123 : message du médecin traitant

Bonjour Dr Paul BERNARD,

Rien n’est attendu de vous : le Dr René LAENNEC, médecin traitant, écrit en réponse au compte-rendu. La demande et l’avis ne changent pas. Pour lui répondre, écrivez-lui directement, à rene.laennec@mt.test.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne (3 mars 1951)

── Son message ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > messageTraitant reads well and says no more than it may > messageTraitant, requerant 3`
] = `
Téléexpertise TE-2026-000123 : message du médecin traitant

Bonjour Dr Paul BERNARD,

Lisez ce que le Dr René LAENNEC, médecin traitant, écrit en réponse au compte-rendu. La demande et l’avis ne changent pas. Pour lui répondre, écrivez-lui directement, à rene.laennec@mt.test.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne (3 mars 1951)

Il l’a aussi envoyé à l’auteur de l’avis, dont une réponse est attendue : elle vous parviendra. La conduite à tenir d’ici là vous revient.

── Son message ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > messageTraitant reads well and says no more than it may > messageTraitant, requis 1`
] = `
Téléexpertise TE-2026-000123 : message du médecin traitant

Appelez sans attendre le Dr René LAENNEC : il signale une urgence. Urgence vitale : SAMU-Centre 15.

Bonjour Dr Marie CURIE,

Lisez ce que le Dr René LAENNEC, médecin traitant, écrit. Votre avis reste tel quel. Pour lui répondre, écrivez-lui directement, à rene.laennec@mt.test.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

Si ce message change votre avis, écrivez RECTIFICATIF en première ligne.

── Son message ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > messageTraitant reads well and says no more than it may > messageTraitant, requis 2`
] = `
Téléexpertise TE-2026-000123 : message du médecin traitant

Bonjour Dr Marie CURIE,

Rien n’est attendu de vous : le Dr René LAENNEC, médecin traitant, écrit en réponse au compte-rendu. Votre avis reste tel quel. Pour lui répondre, écrivez-lui directement, à rene.laennec@mt.test.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

── Son message ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > messageTraitant reads well and says no more than it may > messageTraitant, requis 3`
] = `
Téléexpertise TE-2026-000123 : message du médecin traitant

Bonjour Dr Marie CURIE,

Lisez ce que le Dr René LAENNEC, médecin traitant, écrit en réponse au compte-rendu. Votre avis reste tel quel. Pour lui répondre, écrivez-lui directement, à rene.laennec@mt.test.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

Une réponse est attendue de vous : répondez à ce message en quelques mots, elle sera transmise au Dr Paul BERNARD sans nouvel acte, ou écrivez RECTIFICATIF en première ligne si votre avis change.

── Son message ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > messageTraitantNote reads well and says no more than it may > messageTraitantNote, medecinTraitant 1`
] = `
Téléexpertise TE-2026-000123 : votre message est transmis

Bonjour Dr René LAENNEC,

Rien n’est attendu de vous : votre message est transmis au Dr Paul BERNARD et au Dr Marie CURIE, sans changer ni l’avis ni la demande.

Patient : A.Z., 1951

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > messageTraitantNote reads well and says no more than it may > messageTraitantNote, medecinTraitant 2`
] = `
Téléexpertise TE-2026-000123 : votre message est transmis

Appelez sans attendre le Dr Paul BERNARD, au 01 99 00 11 12 : votre message peut n’être lu que plus tard. Urgence vitale : SAMU-Centre 15.

Bonjour Dr René LAENNEC,

Rien n’est attendu de vous : votre message est transmis au Dr Paul BERNARD, sans changer ni l’avis ni la demande.

Patient : A.Z., 1951

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > messageTraitantNote reads well and says no more than it may > messageTraitantNote, medecinTraitant 3`
] = `
Téléexpertise TE-2026-000123 : votre message n’est pas transmis

Message non transmis. Urgence vitale : SAMU-Centre 15. Sinon, appelez l'astreinte de la spécialité.

Bonjour Dr René LAENNEC,

Répondez à ce message en quelques phrases, sans mot-clé en première ligne, pour qu’elles parviennent au Dr Paul BERNARD et à l’auteur de l’avis : votre message n’est transmis à personne.

Patient : A.Z., 1951

« RETRAIT CONSENTEMENT » appartient au médecin requérant : vous êtes ici le médecin traitant, et rien n’a changé.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > messageTraitantNote reads well and says no more than it may > messageTraitantNote, medecinTraitant 4`
] = `
Téléexpertise TE-2026-000123 : votre message n’est pas transmis

Bonjour Dr René LAENNEC,

Répondez à ce message en quelques phrases, sans mot-clé en première ligne, pour qu’elles parviennent au Dr Paul BERNARD et à l’auteur de l’avis : votre message n’est transmis à personne.

Patient : A.Z., 1951

Votre message ne contient ni texte ni document.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > messageTraitantNote reads well and says no more than it may > messageTraitantNote, medecinTraitant 5`
] = `
Téléexpertise TE-2026-000123 : votre message n’est pas transmis

Bonjour Dr René LAENNEC,

Répondez à ce message en quelques phrases, sans mot-clé en première ligne, pour qu’elles parviennent au Dr Paul BERNARD et à l’auteur de l’avis : votre message n’est transmis à personne.

Patient : A.Z., 1951

Votre message semble parler d’un autre patient : un message ne concerne qu’un seul patient.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > messageTraitantNote reads well and says no more than it may > messageTraitantNote, medecinTraitant 6`
] = `
Téléexpertise TE-2026-000123 : votre message n’est pas transmis

Bonjour Dr René LAENNEC,

Appelez le Dr Paul BERNARD, au 01 99 00 11 12, si votre message doit lui parvenir : il n’est transmis à personne.

Patient : A.Z., 1951

Le consentement du patient à cette téléexpertise n’est pas ou plus recueilli : plus rien n’est transmis par cette messagerie.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > messageTraitantNote reads well and says no more than it may > messageTraitantNote, medecinTraitant 7`
] = `
Téléexpertise TE-2026-000123 : votre message n’est pas transmis

Bonjour Dr René LAENNEC,

Appelez le Dr Paul BERNARD, au 01 99 00 11 12, si votre message doit lui parvenir : il n’est transmis à personne.

Patient : A.Z., 1951

Cette téléexpertise est close : plus rien n’est transmis par cette messagerie.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

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

Le guide joint en PDF dit comment signer dans votre messagerie, et tient la demande et les réponses sur une page chacune.

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

Le guide joint en PDF dit comment signer dans votre messagerie, et tient la demande et les réponses sur une page chacune.

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
  `test/write/letters.test.ts > TAP > motsDuRequis reads well and says no more than it may > motsDuRequis, requerant 1`
] = `
Téléexpertise TE-2026-000123 : demande déclinée, message du médecin requis

Bonjour Dr Paul BERNARD,

Lisez ce que vous écrit le Dr Marie CURIE : il ne rendra pas d’avis sur la demande TE-2026-000123, et un autre médecin de la même spécialité est recherché.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne (3 mars 1951)

── Son message ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

Ce message n’est pas un compte-rendu et ne donne lieu à aucune facturation.

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
  `test/write/letters.test.ts > TAP > motsDuRequis reads well and says no more than it may > motsDuRequis, requerant 2`
] = `
Téléexpertise TE-2026-000123 : demande prise en charge, message du médecin requis

Bonjour Dr Paul BERNARD,

Lisez ce que vous écrit le Dr Marie CURIE : il prend en charge la demande TE-2026-000123, et son avis vous parviendra à part.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne (3 mars 1951)

── Son message ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

Ce message n’est pas un compte-rendu et ne donne lieu à aucune facturation.

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
  `test/write/letters.test.ts > TAP > motsDuRequis reads well and says no more than it may > motsDuRequis, requerant 3`
] = `
Téléexpertise TE-2026-000123 : absence, message du médecin requis

Bonjour Dr Paul BERNARD,

Lisez ce que vous écrit le Dr Marie CURIE : il annonce une absence, et la demande TE-2026-000123 reste dans sa file.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne (3 mars 1951)

── Son message ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

Ce message n’est pas un compte-rendu et ne donne lieu à aucune facturation.

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
  `test/write/letters.test.ts > TAP > motsDuRequis reads well and says no more than it may > motsDuRequis, requerant 4`
] = `
Téléexpertise TE-2026-000123 : retour, message du médecin requis

Bonjour Dr Paul BERNARD,

Lisez ce que vous écrit le Dr Marie CURIE : il annonce son retour, et la demande TE-2026-000123 est dans sa file.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne (3 mars 1951)

── Son message ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

Ce message n’est pas un compte-rendu et ne donne lieu à aucune facturation.

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
  `test/write/letters.test.ts > TAP > numerosNotes reads well and says no more than it may > numerosNotes, requerant 1`
] = `
Téléexpertise TE-2026-000123 : éléments de facturation

Bonjour Dr Paul BERNARD,

Vérifiez et renvoyez en réponse à ce message ce que nous n’avons pas pu lire : N° FINESS.

Patient : A.Z., 1951

Pour la facturation de la demande TE-2026-000123, nous avons noté : N° AM. Les actes qui l’attendaient sont complétés.

Le reste de votre message n’a pas été transmis : la demande est terminée. Pour une nouvelle question, envoyez une nouvelle demande.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > numerosNotes reads well and says no more than it may > numerosNotes, requis 1`
] = `
Téléexpertise TE-2026-000123 : éléments de facturation

Bonjour Dr Marie CURIE,

Vérifiez et renvoyez en réponse à ce message ce que nous n’avons pas pu lire : N° FINESS.

Patient : A.Z., 1951

Pour la facturation de la demande TE-2026-000123, nous avons noté : N° AM. Les actes qui l’attendaient sont complétés.

Le reste de votre message n’a pas été transmis : la demande est terminée. Pour une nouvelle question, envoyez une nouvelle demande.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > numerosNotes reads well and says no more than it may > numerosNotes, requis 2`
] = `
Téléexpertise TE-2026-000123 : éléments de facturation

Bonjour Dr Marie CURIE,

Répondez à ce message par la ligne « N° AM : 751000025 » pour confirmer ce numéro, que l’annuaire donne pour vous et qui serait facturé : celui que vous indiquez est un autre. S’il est pourtant le vôtre, faites corriger l’annuaire par l’administrateur de cette messagerie : l’acte attend jusque-là.

Patient : A.Z., 1951

Pour la facturation de la demande TE-2026-000123, nous avons noté : Spécialité du requérant.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > numerosNotes reads well and says no more than it may > numerosNotes, requis 3`
] = `
Téléexpertise TE-2026-000123 : éléments de facturation

Bonjour Dr Marie CURIE,

Vérifiez votre N° AM et répondez à ce message par une ligne « N° AM : … » : celui que vous indiquez est, dans l’annuaire, celui d’un autre professionnel et ne sera pas facturé pour vous. S’il est pourtant le vôtre, faites corriger l’annuaire par l’administrateur de cette messagerie : l’acte attend jusque-là.

Patient : A.Z., 1951

Pour la facturation de la demande TE-2026-000123, nous avons noté : Spécialité du requérant.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > numerosNotesApresDestruction reads well and says no more than it may > numerosNotesApresDestruction, auteur 1`
] = `
Téléexpertise TE-2026-000123 : éléments de facturation

Bonjour,

Rien n’est attendu de vous : ce que vous indiquez pour la facturation de la demande TE-2026-000123 est noté, 2 actes sont complétés.

Le contenu de cette demande est détruit : rien d’autre de votre message n’a été transmis. Pour une nouvelle question, envoyez une nouvelle demande.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > numerosNotesApresDestruction reads well and says no more than it may > numerosNotesApresDestruction, auteur 2`
] = `
Téléexpertise TE-2026-000123 : éléments de facturation

Bonjour,

Répondez à ce message par la ligne « N° AM : 751000025 » pour confirmer ce numéro, que l’annuaire donne pour vous et qui serait facturé : celui que vous indiquez est un autre. S’il est pourtant le vôtre, faites corriger l’annuaire par l’administrateur de cette messagerie : l’acte attend jusque-là.

Le contenu de cette demande est détruit : rien d’autre de votre message n’a été transmis. Pour une nouvelle question, envoyez une nouvelle demande.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > presenceNotee reads well and says no more than it may > presenceNotee, requis 1`
] = `
Téléexpertise TE-2026-000123 : retour enregistré

Bonjour Dr Marie CURIE,

Rien n’est attendu de vous : votre retour est enregistré. Des demandes peuvent vous être adressées dès maintenant.

Patient : A.Z., 1951

Les demandes confiées entre-temps à un autre médecin restent les siennes.

ABSENT (signaler une absence, dates de début et de fin sur la même ligne)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ABSENT%20%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > presenceNotee reads well and says no more than it may > presenceNotee, requis 2`
] = `
Téléexpertise TE-2026-000123 : retour enregistré

Bonjour Dr Marie CURIE,

Vérifiez le jour si vous pensiez annuler une absence : aucune n’est annoncée pour ces jours. Des demandes peuvent vous être adressées dès maintenant.

Patient : A.Z., 1951

Absences encore annoncées : du 24 décembre 2026 au 1er janvier 2027 inclus.

Les demandes confiées entre-temps à un autre médecin restent les siennes.

PRESENT (annuler l’absence annoncée, ou revenir plus tôt, jour du retour sur la même ligne)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=PRESENT%20%0D%0A%0D%0A>
ABSENT (signaler une absence, dates de début et de fin sur la même ligne)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ABSENT%20%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > questionRappelee reads well and says no more than it may > questionRappelee, requis 1`
] = `
Téléexpertise TE-2026-000123 : rappel, une question attend votre réponse

Bonjour Dr Marie CURIE,

Au plus tard mardi 24 novembre à minuit, répondez à ce message en quelques mots : le Dr Paul BERNARD attend depuis le dimanche 22 novembre 2026 à 10 h 18 votre réponse au message envoyé après votre avis.

Patient : A.Z., 1951

Il est dans ce fil. Votre réponse sera transmise au Dr Paul BERNARD, sans nouvel acte. Si votre avis change, écrivez RECTIFICATIF.

RECTIFICATIF (corriger l’avis déjà rendu)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RECTIFICATIF%0D%0APatient%20%3A%20A.Z.%2C%201951%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > questionSansReponse reads well and says no more than it may > questionSansReponse, requerant 1`
] = `
Téléexpertise TE-2026-000123 : votre message est sans réponse

Bonjour Dr Paul BERNARD,

Appelez le Dr Marie CURIE si la réponse presse : il n’a pas encore répondu au message que vous avez envoyé après son avis.

Patient : A.Z., 1951

Un rappel lui a été adressé et la coordination est prévenue.

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

Au plus tard mardi 24 novembre à 10 h 00, écrivez AVIS en première ligne de votre réponse : le Dr Paul BERNARD attend votre avis depuis le vendredi 20 novembre 2026 à 10 h 00.

Patient : A.Z., 1951

La demande TE-2026-000123 et ses documents sont dans le message précédent de ce fil.

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
ABSENT (signaler une absence, dates de début et de fin sur la même ligne)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ABSENT%20%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > recapitulatif reads well and says no more than it may > recapitulatif, requerant 1`
] = `
Téléexpertise TE-2026-000123 : demande à confirmer

Au plus tard lundi 30 novembre à 10 h 00, répondez à ce message et écrivez JE CONFIRME en première ligne. Rien n'est parti.

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

Pour changer quelque chose, écrivez ANNULATION puis envoyez une nouvelle demande. Sans réponse, celle-ci est annulée.

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
Téléexpertise TE-2026-000123 : demande à confirmer

Au plus tard lundi 30 novembre à 10 h 00, répondez à ce message et écrivez JE CONFIRME en première ligne. Rien n'est parti.

Bonjour Dr Paul BERNARD,

Des lignes de votre demande ne sont peut-être pas les vôtres : elles ne se lisent que dans un message ou un exemple que vous citez, ou dans un texte qui ne se voit pas comme il se lit. Elles comptent si vous les confirmez.

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

Pour changer une ligne, écrivez-la vous-même en réponse, sans JE CONFIRME. Sans réponse, la demande est annulée.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

Référence : formulaire-a-confirmer.

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
  `test/write/letters.test.ts > TAP > recapitulatif reads well and says no more than it may > recapitulatif, requerant 3`
] = `
Téléexpertise TE-2026-000123 : demande déposée pour vous, à valider (rappel)

Au plus tard lundi 30 novembre à 10 h 00, répondez par un message signé et écrivez JE VALIDE en première ligne. Rien n'est parti.

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

Pour changer quelque chose, écrivez ANNULATION puis envoyez une nouvelle demande. Sans réponse, celle-ci est annulée.

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

Bonjour Dr Marie CURIE,

Rien n’est attendu de vous : votre avis n’attend plus de confirmation.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > refus reads well and says no more than it may > refus, requerant 1`
] = `
Téléexpertise TE-2026-000123 : demande déclinée

Bonjour Dr Paul BERNARD,

Pour solliciter un autre confrère, envoyez une nouvelle demande : le Dr Marie CURIE ne peut pas rendre l’avis demandé.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne (3 mars 1951)

── Son motif ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

Un refus ne donne lieu à aucune facturation.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > remplacementAValider reads well and says no more than it may > remplacementAValider, remplace 1`
] = `
Téléexpertise TE-2026-000123 : remplacement à valider

Bonjour,

Répondez JE VALIDE par un message signé si le Dr Marie CURIE vous remplaçait le 22 novembre 2026, comme écrit ce jour-là dans la téléexpertise TE-2026-000123, dont l’acte serait facturé sous votre numéro.

Pour valider une période, ajoutez ses dates, par exemple « JE VALIDE du 1er au 15 décembre 2026 » : les actes suivants de ces jours sont alors couverts. Si ce n’est pas exact, répondez JE NE VALIDE PAS : l’acte ne sera pas facturé sous votre numéro. Vous pouvez revenir sur votre réponse tant que l’acte n’est pas transmis à la facturation.

Sans réponse, l’acte reste à vérifier. Ce message ne dit rien du patient, dont vous n’êtes pas destinataire.

JE VALIDE (valider votre remplacement)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=JE%20VALIDE%0D%0A%0D%0A>
DESACCORD (ne pas valider votre remplacement)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=DESACCORD%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > remplacementNote reads well and says no more than it may > remplacementNote, remplace 1`
] = `
Téléexpertise TE-2026-000123 : remplacement

Bonjour,

Rien n’est attendu de vous : votre validation est notée, l’acte de la téléexpertise TE-2026-000123 est couvert.

DESACCORD (ne pas valider votre remplacement)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=DESACCORD%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > remplacementNote reads well and says no more than it may > remplacementNote, remplace 2`
] = `
Téléexpertise TE-2026-000123 : remplacement

Bonjour,

Rien n’est attendu de vous : votre validation est notée, les actes du 1er décembre 2026 au 15 décembre 2026 sont couverts.

DESACCORD (ne pas valider votre remplacement)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=DESACCORD%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > remplacementNote reads well and says no more than it may > remplacementNote, remplace 3`
] = `
Téléexpertise TE-2026-000123 : remplacement

Bonjour,

Rien n’est attendu de vous : votre refus est noté, aucun acte ne sera facturé sous votre numéro pour ce remplacement.

JE VALIDE (valider votre remplacement)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=JE%20VALIDE%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > remplacementNote reads well and says no more than it may > remplacementNote, remplace 4`
] = `
Téléexpertise TE-2026-000123 : remplacement

Bonjour,

Répondez JE VALIDE, ou JE NE VALIDE PAS, en première ligne d’un message signé : votre message sur le remplacement de la téléexpertise TE-2026-000123 ne dit pas lequel des deux. L’acte reste à vérifier.

JE VALIDE (valider votre remplacement)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=JE%20VALIDE%0D%0A%0D%0A>
DESACCORD (ne pas valider votre remplacement)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=DESACCORD%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > remplacementNote reads well and says no more than it may > remplacementNote, requerant 1`
] = `
Téléexpertise TE-2026-000123 : remplacement à préciser

Bonjour,

Précisez qui vous remplacez, par une ligne « Remplaçant de » avec ses nom et numéro RPPS : ce que vous avez écrit ne correspond pas à un seul médecin de l’annuaire. La téléexpertise TE-2026-000123 n’attend pas ; votre acte, lui, reste à vérifier.

Patient : A.Z., 1951

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > remplacementNote reads well and says no more than it may > remplacementNote, requis 1`
] = `
Téléexpertise TE-2026-000123 : remplacement

Bonjour,

Rien n’est attendu de vous : le Dr René LAENNEC n’a pas validé votre remplacement. Votre acte de la téléexpertise TE-2026-000123 n’est pas facturable sous son numéro ; l’avis et la demande ne changent pas.

Patient : A.Z., 1951

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > remplacementNote reads well and says no more than it may > remplacementNote, requis 2`
] = `
Téléexpertise TE-2026-000123 : remplacement à préciser

Bonjour,

Précisez qui vous remplacez, par une ligne « Remplaçant de » avec ses nom et numéro RPPS : ce que vous avez écrit (« Dr Paul DUVAL ») ne correspond pas à un seul médecin de l’annuaire. La téléexpertise TE-2026-000123 n’attend pas ; votre acte, lui, reste à vérifier.

Patient : A.Z., 1951

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > reponseAPreciser reads well and says no more than it may > reponseAPreciser, requerant 1`
] = `
Téléexpertise TE-2026-000123 : votre réponse est à préciser

Bonjour Dr Paul BERNARD,

Motif « code-de-demonstration ».

Patient : A.Z., 1951

Votre message sur la demande TE-2026-000123 est bien arrivé, mais il n’a pas encore d’effet (référence code-de-demonstration).

Répondez avant que la demande ne se close sans avis, vendredi 27 novembre à 10 h 00.

Répondez en commençant par l’un de ces mots :

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
  `test/write/letters.test.ts > TAP > reponseAPreciser reads well and says no more than it may > reponseAPreciser, requerant 2`
] = `
Téléexpertise TE-2026-000123 : votre réponse est à préciser

Message non transmis. Urgence vitale : SAMU-Centre 15. Sinon, appelez l'astreinte de la spécialité.

Bonjour Dr Paul BERNARD,

Motif « code-de-demonstration ».

Patient : A.Z., 1951

Votre message sur la demande TE-2026-000123 est bien arrivé, mais il n’a pas encore d’effet (référence code-de-demonstration).

Répondez avant que la demande ne se close sans avis, vendredi 27 novembre à 10 h 00.

Répondez en commençant par l’un de ces mots :

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
  `test/write/letters.test.ts > TAP > reponseAPreciser reads well and says no more than it may > reponseAPreciser, requerant 3`
] = `
Téléexpertise TE-2026-000123 : votre réponse est à préciser

Bonjour Dr Paul BERNARD,

Écrivez en première ligne : ACCORD TE-2026-000123

Patient : A.Z., 1951

Ce mot a été signé plus de dix minutes avant le message auquel il répond, d’après l’heure de sa signature. S’il vaut pour ce dossier, écrivez-le suivi du numéro du dossier.

Votre message sur la demande TE-2026-000123 est bien arrivé, mais il n’a pas encore d’effet (référence mot-trop-ancien).

Répondez avant que la demande ne se close sans avis, vendredi 27 novembre à 10 h 00.

Répondez en commençant par l’un de ces mots :

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
  `test/write/letters.test.ts > TAP > reponseAPreciser reads well and says no more than it may > reponseAPreciser, requerant 4`
] = `
Téléexpertise TE-2026-000123 : votre réponse est à préciser

Bonjour Dr Paul BERNARD,

Écrivez en première ligne : ACCORD TE-2026-000123

Patient : A.Z., 1951

Votre réponse ne dit pas qu’elle porte sur ce qui attend votre accord maintenant : elle répond à une lettre antérieure, ou plusieurs vous ont été envoyées, et rien n’est parti. Le mot suivi du numéro du dossier porte sur ce qui attend aujourd’hui.

Votre message sur la demande TE-2026-000123 est bien arrivé, mais il n’a pas encore d’effet (référence mot-autre-proposition).

Répondez avant que la demande ne se close sans avis, vendredi 27 novembre à 10 h 00.

Répondez en commençant par l’un de ces mots :

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
  `test/write/letters.test.ts > TAP > reponseAPreciser reads well and says no more than it may > reponseAPreciser, requerant 5`
] = `
Téléexpertise TE-2026-000123 : un document n'est pas transmis

Bonjour Dr Paul BERNARD,

Joignez de nouveau, hors de toute archive, les documents de celle qui n’a pas pu être examinée et n’est transmise à personne.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne (3 mars 1951)

Dans votre message sur la demande TE-2026-000123, il s’agit de ceci : le document n° 1 (« irm.7z », archive d’un format qui n’est pas examiné : seul le zip l’est). Le reste de ce message est bien arrivé (référence piece-archive).

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
  `test/write/letters.test.ts > TAP > reponseAPreciser reads well and says no more than it may > reponseAPreciser, requerant 6`
] = `
Téléexpertise TE-2026-000123 : votre réponse est à préciser

Bonjour Dr Paul BERNARD,

Répondez ACCORD en première ligne s’il s’agit bien du patient du dossier : votre message suivra son cours. Sinon, renvoyez-le corrigé, ou envoyez une nouvelle demande. Il semble parler d’un autre patient : rien n’en a été transmis.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne (3 mars 1951)

Ce qui désigne un autre patient : le nom du fichier « DURAND_Germaine.pdf » et l’en-tête DICOM du fichier « irm.dcm », qui dit « DURAND GERMAINE, né(e) le 01/02/1960 ».

Renvoyez votre message sans ces fichiers s’ils ne concernent pas ce patient.

Pour corriger l’identité du patient, écrivez ANNULATION en première ligne, puis envoyez une nouvelle demande : celle-ci est déjà partie. Pour une autre personne, envoyez une demande à part.

Votre message sur la demande TE-2026-000123 est bien arrivé, mais il n’a pas encore d’effet (référence patient-different).

Répondez avant que la demande ne se close sans avis, vendredi 27 novembre à 10 h 00.

Répondez en commençant par l’un de ces mots :

ACCORD (donner votre accord)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ACCORD%0D%0A%0D%0A>
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
  `test/write/letters.test.ts > TAP > reponseAPreciser reads well and says no more than it may > reponseAPreciser, requis 1`
] = `
Téléexpertise TE-2026-000123 : votre réponse est à préciser

Bonjour Dr Marie CURIE,

Motif « code-de-demonstration ».

Patient : A.Z., 1951

Votre message sur la demande TE-2026-000123 est bien arrivé, mais il n’a pas encore d’effet (référence code-de-demonstration).

Votre avis est attendu au plus tard mardi 24 novembre à 10 h 00.

Écrivez l’un de ces mots, seul, en première ligne de votre réponse :

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
  `test/write/letters.test.ts > TAP > reponseAPreciser reads well and says no more than it may > reponseAPreciser, requis 10`
] = `
Téléexpertise TE-2026-000123 : un document n'est pas transmis

Bonjour Dr Marie CURIE,

Joignez de nouveau, depuis un poste sain, ce que l’antivirus a refusé et qui n’est transmis à personne.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

Dans votre message sur la demande TE-2026-000123, il s’agit de ceci : le document n° 1 (« a.doc », que l’antivirus dit infecté (Eicar-Test-Signature)), le document n° 2 (« b.mp4 », trop volumineux pour l’antivirus) et le message signé lui-même (que l’antivirus dit infecté (Eicar-Test-Signature)). Le reste de ce message est bien arrivé (référence piece-infectee).

AVIS (rendre votre avis)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=AVIS%0D%0APatient%20%3A%20A.Z.%2C%201951%0D%0A%0D%0A>
COMPLEMENT (poser une question au requérant)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
REFUS (décliner, en disant pourquoi)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=REFUS%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > reponseAPreciser reads well and says no more than it may > reponseAPreciser, requis 2`
] = `
Téléexpertise TE-2026-000123 : votre réponse est à préciser

Bonjour Dr Marie CURIE,

Sans attendre, appelez le Dr Paul BERNARD, au 01 99 00 11 12 : votre alerte sur la demande TE-2026-000123 lui est envoyée en priorité, et la coordination est prévenue.

Patient : A.Z., 1951

Votre message semble parler d’un autre patient que celui du dossier : ses mots n’ont pas été transmis. S’il s’agit bien de lui, répondez ACCORD en première ligne ; sinon, renvoyez-le corrigé.

Référence : urgence-autre-patient.

Votre avis est attendu au plus tard mardi 24 novembre à 10 h 00.

Écrivez l’un de ces mots, seul, en première ligne de votre réponse :

ACCORD (donner votre accord)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ACCORD%0D%0A%0D%0A>
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
  `test/write/letters.test.ts > TAP > reponseAPreciser reads well and says no more than it may > reponseAPreciser, requis 3`
] = `
Téléexpertise TE-2026-000123 : votre réponse est à préciser

Bonjour Dr Marie CURIE,

Sans attendre, appelez le Dr Paul BERNARD, au 01 99 00 11 12 : votre alerte sur la demande TE-2026-000123 lui est envoyée en priorité, et la coordination est prévenue.

Patient : A.Z., 1951

Les documents ou la conclusion joints à votre alerte sont conservés, sans être transmis : si c’est votre avis, répondez AVIS seul en première ligne.

Référence : urgence-et-avis.

Votre avis est attendu au plus tard mardi 24 novembre à 10 h 00.

Écrivez l’un de ces mots, seul, en première ligne de votre réponse :

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
  `test/write/letters.test.ts > TAP > reponseAPreciser reads well and says no more than it may > reponseAPreciser, requis 4`
] = `
Téléexpertise TE-2026-000123 : votre réponse est à préciser

Bonjour Dr Marie CURIE,

Répondez REFUS seul en première ligne si vous déclinez cette demande, AVIS seul si c’est votre avis : votre message est conservé, et n’est pas encore transmis.

Patient : A.Z., 1951

Votre message sur la demande TE-2026-000123 est bien arrivé, mais il n’a pas encore d’effet (référence refus-a-preciser).

Votre avis est attendu au plus tard mardi 24 novembre à 10 h 00.

Écrivez l’un de ces mots, seul, en première ligne de votre réponse :

REFUS (décliner, en disant pourquoi)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=REFUS%0D%0A%0D%0A>
AVIS (rendre votre avis)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=AVIS%0D%0APatient%20%3A%20A.Z.%2C%201951%0D%0A%0D%0A>
ACCEPTE (accuser réception, avis à suivre)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ACCEPTE%0D%0A%0D%0A>
COMPLEMENT (poser une question au requérant)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
REORIENTATION (proposer une autre spécialité, à écrire sur la même ligne)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=REORIENTATION%20%0D%0A%0D%0A>
URGENT (signaler une urgence au requérant)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=URGENT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > reponseAPreciser reads well and says no more than it may > reponseAPreciser, requis 5`
] = `
Téléexpertise TE-2026-000123 : votre réponse est à préciser

Bonjour Dr Marie CURIE,

Relisez ce texte, qui ne ressemble pas à un avis et n’est pas transmis : s’il doit devenir votre compte-rendu, répondez AVIS seul encore une fois ; sinon, écrivez le mot qui convient, ou AVIS suivi de votre avis. Votre compte-rendu serait : « Je refuse. ».

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

Votre message sur la demande TE-2026-000123 est bien arrivé, mais il n’a pas encore d’effet (référence avis-a-relire).

Votre avis est attendu au plus tard mardi 24 novembre à 10 h 00.

Écrivez l’un de ces mots, seul, en première ligne de votre réponse :

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
  `test/write/letters.test.ts > TAP > reponseAPreciser reads well and says no more than it may > reponseAPreciser, requis 6`
] = `
Téléexpertise TE-2026-000123 : votre réponse est à préciser

Bonjour Dr Marie CURIE,

Relisez ce texte, qui ne ressemble pas à un avis et n’est pas transmis : s’il doit devenir votre compte-rendu, répondez AVIS seul encore une fois ; sinon, écrivez le mot qui convient, ou AVIS suivi de votre avis. Votre compte-rendu serait : « REFUS ».

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

Votre message sur la demande TE-2026-000123 est bien arrivé, mais il n’a pas encore d’effet (référence avis-a-relire).

Votre avis est attendu au plus tard mardi 24 novembre à 10 h 00.

Écrivez l’un de ces mots, seul, en première ligne de votre réponse :

REFUS (décliner, en disant pourquoi)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=REFUS%0D%0A%0D%0A>
AVIS (rendre votre avis)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=AVIS%0D%0APatient%20%3A%20A.Z.%2C%201951%0D%0A%0D%0A>
ACCEPTE (accuser réception, avis à suivre)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ACCEPTE%0D%0A%0D%0A>
COMPLEMENT (poser une question au requérant)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
REORIENTATION (proposer une autre spécialité, à écrire sur la même ligne)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=REORIENTATION%20%0D%0A%0D%0A>
URGENT (signaler une urgence au requérant)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=URGENT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > reponseAPreciser reads well and says no more than it may > reponseAPreciser, requis 7`
] = `
Téléexpertise TE-2026-000123 : votre réponse est à préciser

Bonjour Dr Marie CURIE,

Répondez RECTIFICATIF en première ligne, suivi du texte entier qui doit remplacer votre avis : le requérant est prévenu aussitôt, dans vos mots, que vous revenez sur lui, et l’attend. Votre avis reste tel quel jusque-là.

Patient : A.Z., 1951

Référence : rectificatif-attendu.

Votre avis est attendu au plus tard mardi 24 novembre à 10 h 00.

Écrivez l’un de ces mots, seul, en première ligne de votre réponse :

RECTIFICATIF (corriger l’avis déjà rendu)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=RECTIFICATIF%0D%0APatient%20%3A%20A.Z.%2C%201951%0D%0A%0D%0A>
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
  `test/write/letters.test.ts > TAP > reponseAPreciser reads well and says no more than it may > reponseAPreciser, requis 8`
] = `
Téléexpertise TE-2026-000123 : un document n'a pas pu être lu

Bonjour Dr Marie CURIE,

Joignez de nouveau, en PDF ou en image, ce qui n’a pas pu être lu et n’est transmis à personne. Dans Outlook, choisissez d’abord le format HTML ou texte brut.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

Dans votre message sur la demande TE-2026-000123, il s’agit de ceci : le document n° 3 (« IRM DURAND.PDF », encodage inconnu « x-uuencode »). Le reste de ce message est bien arrivé (référence piece-illisible).

AVIS (rendre votre avis)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=AVIS%0D%0APatient%20%3A%20A.Z.%2C%201951%0D%0A%0D%0A>
COMPLEMENT (poser une question au requérant)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
REFUS (décliner, en disant pourquoi)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=REFUS%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > reponseAPreciser reads well and says no more than it may > reponseAPreciser, requis 9`
] = `
Téléexpertise TE-2026-000123 : un document n'est pas transmis

Bonjour Dr Marie CURIE,

Joignez de nouveau, en PDF sans script ou en image, ce qui contient un programme ou des macros et n’est transmis à personne.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne, née le 3 mars 1951

Dans votre message sur la demande TE-2026-000123, il s’agit de ceci : le document n° 1 (« photo.jpg », qui contient un programme), le document n° 2 (« lettre.docx », qui contient des macros), le document n° 3 (« a.pdf », qui contient un script) et le document n° 4 (« irm.zip », protégé par un mot de passe). Le reste de ce message est bien arrivé (référence piece-dangereuse).

AVIS (rendre votre avis)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=AVIS%0D%0APatient%20%3A%20A.Z.%2C%201951%0D%0A%0D%0A>
COMPLEMENT (poser une question au requérant)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
REFUS (décliner, en disant pourquoi)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=REFUS%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > reponseApresAvis reads well and says no more than it may > reponseApresAvis, requerant 1`
] = `
Téléexpertise TE-2026-000123 : réponse à votre message

Bonjour Dr Paul BERNARD,

Lisez ce que le Dr Marie CURIE répond au message que vous avez envoyé après son avis, sans nouvel acte. Si un point reste à éclaircir, répondez à ce message : votre question lui sera transmise.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne (3 mars 1951)

── Sa réponse ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

── 1 document joint ──

- lésion bras gauche.jpg (180 ko)

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

COMPLEMENT (ajouter une précision ou un document)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > reponseApresAvis reads well and says no more than it may > reponseApresAvis, requerant 2`
] = `
Téléexpertise TE-2026-000123 : PRIORITAIRE, l'auteur de l'avis vous écrit

Lisez maintenant ce que le Dr Marie CURIE écrit après son avis : son message peut en changer la conduite à tenir.

Bonjour Dr Paul BERNARD,

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne (3 mars 1951)

── Son message ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

Ce message n’est pas un rectificatif : l’avis rendu reste tel quel, et il est demandé à son auteur s’il le corrige. Un rectificatif vous serait adressé. En cas de doute, appelez-le au 01 99 00 22 22, ou répondez à ce message.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

COMPLEMENT (ajouter une précision ou un document)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > reponseApresAvis reads well and says no more than it may > reponseApresAvis, requerant 3`
] = `
Téléexpertise TE-2026-000123 : réponse à votre message

Bonjour Dr Paul BERNARD,

Rien n’est attendu de vous : le Dr Marie CURIE vous écrit après son avis, sans nouvel acte.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne (3 mars 1951)

── Sa réponse ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

COMPLEMENT (ajouter une précision ou un document)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=COMPLEMENT%0D%0A%0D%0A>
ETAT (savoir où en est la demande)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ETAT%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > retard reads well and says no more than it may > retard, requerant 1`
] = `
Téléexpertise TE-2026-000123 : avis en retard

Bonjour Dr Paul BERNARD,

Rien n’est attendu de vous : l’avis demandé (Dermatologie et vénéréologie, Dr Marie CURIE) n’est pas encore rendu, le délai usuel est dépassé depuis mardi 24 novembre 2026 à 10 h 00.

Patient : A.Z., 1951

Un autre médecin de la spécialité est sollicité dès que possible ; le premier avis rendu vous sera transmis. Sans avis, la demande TE-2026-000123 se clôt vendredi 27 novembre à 10 h 00.

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

Au plus tard mardi 24 novembre à 10 h 00, rendez votre avis, ou écrivez REFUS pour qu’un confrère soit appelé.

Patient : A.Z., 1951

La demande TE-2026-000123, reçue le vendredi 20 novembre 2026 à 10 h 00, a dépassé le délai usuel.

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
ABSENT (signaler une absence, dates de début et de fin sur la même ligne)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=ABSENT%20%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > retardCoordinateur reads well and says no more than it may > retardCoordinateur, coordinateur 1`
] = `
Téléexpertise TE-2026-000123 : retard

Relancez le médecin sollicité, ou réattribuez la demande : dossier TE-2026-000123, sollicitation 1, délai usuel dépassé depuis mardi 24 novembre 2026 à 10 h 00.

Ouverte le : vendredi 20 novembre 2026 à 10 h 00
Sans avis : la demande se clôt vendredi 27 novembre à 10 h 00
Demandé à : Dermatologie et vénéréologie
Sollicité : RPPS 99700000027

- Voir : ./confrere dossier TE-2026-000123
- Réattribuer : ./confrere dossier TE-2026-000123 --reattribuer RPPS --motif "…"
- Sur la page d’administration : /dossiers/TE-2026-000123

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > sansReponse reads well and says no more than it may > sansReponse, requerant 1`
] = `
Téléexpertise TE-2026-000123 : sans réponse

Bonjour Dr Paul BERNARD,

Pour solliciter un autre confrère, envoyez une nouvelle demande : aucun avis n’a été rendu (Dermatologie et vénéréologie, Dr Marie CURIE) depuis le vendredi 20 novembre 2026 à 10 h 00, cette sollicitation est close.

Patient : A.Z., 1951

Un avis qui arriverait encore vous serait transmis, marqué tardif.

La téléexpertise ne répond pas à l'urgence. Urgence vitale : SAMU-Centre 15.

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > sansReponse reads well and says no more than it may > sansReponse, requis 1`
] = `
Téléexpertise TE-2026-000123 : sollicitation close

Bonjour Dr Marie CURIE,

Rien n’est attendu de vous : la demande TE-2026-000123, reçue le vendredi 20 novembre 2026 à 10 h 00, est close faute d’avis.

Patient : A.Z., 1951

Si vous rendez encore votre avis, il sera transmis, marqué tardif.

AVIS (rendre votre avis)
<mailto:dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost?subject=Re%3A%20T%C3%A9l%C3%A9expertise%20TE-2026-000123&body=AVIS%0D%0APatient%20%3A%20A.Z.%2C%201951%0D%0A%0D%0A>

-- 
Téléexpertise te.localhost

`

exports[
  `test/write/letters.test.ts > TAP > urgenceCoordinateur reads well and says no more than it may > urgenceCoordinateur, coordinateur 1`
] = `
Téléexpertise TE-2026-000123 : appel prioritaire

Vérifiez par téléphone que le requérant a lu l’alerte : dossier TE-2026-000123, sollicitation 1, le médecin requis signale une urgence.

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

Appelez sans attendre le Dr Marie CURIE, au 01 99 00 22 22 : la situation lui paraît urgente. Urgence vitale : SAMU-Centre 15.

Patient : A.Z., 1951
Identité : ZÉPHYRIN Aurélie Jeanne (3 mars 1951)

Dr Marie CURIE : 01 99 00 22 22
Dr Paul BERNARD : 01 99 00 11 12

── Son message ──

Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?

La coordination est prévenue.

-- 
Téléexpertise te.localhost

`
