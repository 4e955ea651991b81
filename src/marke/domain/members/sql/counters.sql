-- Series without gaps: member numbers, lines of the register, structured communications of shares.
insert into members_registercounter (name, last) values ('members', 0), ('lines', 0), ('references', 0);
revoke insert, delete on members_registercounter from marke_app, marke_staff;
