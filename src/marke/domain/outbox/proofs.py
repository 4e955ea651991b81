"""What must always hold of messages on their way out."""

from __future__ import annotations

from marke.domain.foundation.proofs import Proof

PROOFS = (
    Proof(
        "outbox.answered",
        "Every message that was sent has the step that says so: an answer, or a person's word.",
        """
        select m.key, m.state from outbox_message m
         where m.state = 'sent' and not exists (
               select 1 from outbox_step s
                where s.message_id = m.id and s.outcome in ('arrived', 'found', 'said_sent'))
        """,
    ),
    Proof(
        "outbox.one-per-key",
        "No two messages have one key.",
        "select key, count(*) from outbox_message group by key having count(*) > 1",
    ),
    Proof(
        "outbox.sent-once",
        "Nothing that had arrived was handed over again without a person's decision.",
        """
        select m.key, count(*) from outbox_message m join outbox_step s on s.message_id = m.id
         where s.outcome = 'arrived' and not exists (
               select 1 from outbox_step d where d.message_id = m.id and d.outcome = 'again')
         group by m.key having count(*) > 1
        """,
    ),
    Proof(
        "outbox.no-orphan",
        "While somebody works, no message stays under way beyond its claim.",
        """
        select m.key, m.claimed_by, m.next_at from outbox_message m
         where m.state = 'under_way' and m.next_at < now() - interval '1 hour'
           and exists (select 1 from outbox_beat b where b.at > now() - interval '2 minutes'
                                                     and b.started_at < now() - interval '1 hour')
        """,
    ),
    Proof(
        "outbox.state-follows-steps",
        "A message that nobody tried or decided yet is waiting or under way.",
        """
        select m.key, m.state from outbox_message m
         where m.state not in ('waiting', 'under_way')
           and not exists (select 1 from outbox_step s where s.message_id = m.id)
        """,
    ),
)
