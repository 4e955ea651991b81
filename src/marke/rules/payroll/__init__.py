"""The payroll engine without a country: rules, payslip lines with their trace, explanation, comparison and solver.

A country writes its law as small functions marked with `rule`; its engine calls them in the order of the payslip and
records each result as a `Line`. Nothing here knows a tax, a contribution or a currency rule of any country.
"""
