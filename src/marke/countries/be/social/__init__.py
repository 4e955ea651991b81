"""What the enterprise tells social security, the tax office and its workers about pay that was paid.

Everything here starts from stored payslips (`inputs`) and adds up; no amount is computed a second time in another way.
"""
