"""Access points of the Peppol network, each behind the port `marke.kernel.einvoicing.EinvoiceProvider`."""
