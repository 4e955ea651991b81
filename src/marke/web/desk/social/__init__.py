"""What is declared about pay: quarters to social security, held against payslips and books."""
