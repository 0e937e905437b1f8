"""The reference acceptance platform: takes filings, answers with signed receipts, hands results over.

It shares rules, words and messages with the terminal, and nothing else; they meet on the wire.
"""
