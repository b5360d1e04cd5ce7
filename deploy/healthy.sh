#!/bin/bash
# healthy PORT: exit code 0 when what listens on that port of this machine says that it is ready. The images have no curl.
exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
printf 'GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r -t 4 status <&3 || exit 1
[[ $status == 'HTTP/1.1 200'* ]]
