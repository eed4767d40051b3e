"""Open Badges 3.0: a certificate as a credential that machines verify, its keys, its status list and its pictures.

Pure: no database, no request, and nothing is ever fetched; contexts come from an installed package.
"""
