"""Writes a zip archive to standard output. usage: make_zip.py < {"name": "base64", ...}"""
import base64
import io
import json
import sys
import zipfile

output = io.BytesIO()
with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
    for name, content in json.load(sys.stdin).items():
        archive.writestr(name, base64.b64decode(content))
sys.stdout.buffer.write(output.getvalue())
