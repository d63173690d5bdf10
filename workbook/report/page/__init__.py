"""The summary as one page for a browser: no request to anywhere, every figure opens."""
