"""What crosses the line to the platform: signed objects, sealed parts, messages, and the client.

The platform imports the same words; nothing else is shared.
"""
