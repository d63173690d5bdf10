"""The folder of one collection: places, intake, ledger, status."""
