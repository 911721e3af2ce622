-- What waits for the author of an opinion after it, so that lists name an owner: question, message, rectificatif.
alter table sollicitation add column apres_avis text;
