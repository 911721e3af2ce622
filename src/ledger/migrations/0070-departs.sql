-- A letter is judged again by the octets that would leave; a look in vain, and a loss, count against their own row.

-- Whether the sealed octets are encrypted to their recipient; null: sealed by an older version.
alter table envoi add column chiffre boolean;

-- Times the store was lost under this row, since it last ended well.
alter table envoi add column pertes int not null default 0;
alter table message_entrant add column pertes int not null default 0;

-- Times a command was taken up: one that fails each time is answered, not tried for ever.
alter table commande add column essais int not null default 0;

-- Looks at a dossier's deadline that changed nothing, and looks that threw, since one last changed something.
alter table dossier add column regards int not null default 0;
alter table dossier add column fautes int not null default 0;
