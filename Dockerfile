# Three images from one build, for a grid on several machines: `silo` has the grains, `api` the HTTP front end, `omni` the command line.
#   docker build --target silo -t omnichannel-silo .
# Pinned; raise a version here, on purpose, and nowhere else.
FROM mcr.microsoft.com/dotnet/sdk:10.0.401-noble AS build
ARG SQLCLIENT_VERSION=7.0.3
WORKDIR /source
COPY . .
# For the kind of machine that the image is built for, and so compiled ahead of time (ReadyToRun): docs/OPERATIONS.md, "Which shape".
RUN dotnet publish src/Silo -c Release --use-current-runtime --self-contained false -p:GrainHost=Orleans -p:SqlClientVersion=${SQLCLIENT_VERSION} -o /out/silo
RUN dotnet publish src/Api -c Release --use-current-runtime --self-contained false -p:GrainHost=Orleans -p:SqlClientVersion=${SQLCLIENT_VERSION} -o /out/api
RUN dotnet publish src/Cli -c Release --use-current-runtime --self-contained false -p:GrainHost=Orleans -p:SqlClientVersion=${SQLCLIENT_VERSION} -o /out/omni

FROM mcr.microsoft.com/dotnet/aspnet:10.0.12-noble AS grid
COPY --chmod=755 deploy/healthy.sh /usr/local/bin/healthy
WORKDIR /app
# Diagnostics would want to write beside the process; the file system is read-only.
ENV DOTNET_EnableDiagnostics=0 \
    DOTNET_gcServer=1 \
    Logging__Console__FormatterName=json
USER 1654:1654

FROM grid AS silo
COPY --from=build /out/silo .
ENV ASPNETCORE_HTTP_PORTS=5081
EXPOSE 5081 11111 30000
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 CMD ["healthy", "5081"]
ENTRYPOINT ["dotnet", "Omnichannel.Silo.dll"]

FROM grid AS api
COPY --from=build /out/api .
ENV ASPNETCORE_HTTP_PORTS=5080
EXPOSE 5080
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 CMD ["healthy", "5080"]
ENTRYPOINT ["dotnet", "Omnichannel.Api.dll"]

FROM grid AS omni
COPY --from=build /out/omni .
ENTRYPOINT ["dotnet", "omni.dll"]
