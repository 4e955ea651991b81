"""Who may do what with money that leaves. Who approves *which* batch is for the database to say."""

from marke.domain.people.models import StaffRole

KEEPERS = (StaffRole.PAYROLL, StaffRole.ACCOUNTANT)
"""They make batches, hand them to the bank and write down what it says."""
APPROVERS = (*KEEPERS, StaffRole.SENIOR_ADVISER, StaffRole.BOARD)
READERS = (*APPROVERS, StaffRole.AUDITOR)
