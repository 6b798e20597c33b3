"""The analysts' desk: a queue of answers, one of them open, and what is done about it. Every act needs its right and is in the audit log.

queue -> opened -> verify | correct | synonym | gap | reply | dismiss; usage and the book of wrong answers read what came of it.
"""
