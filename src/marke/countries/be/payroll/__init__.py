"""Belgian payroll: contributions, work bonus, withholding tax, holiday pay and what surrounds them.

Read it beside the law: each rule is a function with the sentence of the law, each figure a dated file in ``params``.
"""
