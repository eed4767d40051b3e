"""Messages to people about what happened: an inbox for everybody, mail where a server is set, texts for WhatsApp.

A *message* is written in the same transaction as the fact it tells, once per person and key. A *posting* is a step of
its mail: begun, sent, not sent; appended, so that what was sent to whom and when can be read. A *reminder* is what an
organiser writes to a group of a training. *Quiet hours* are the reader's night: mail waits, the inbox does not.
"""
