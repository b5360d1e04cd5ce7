using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Omnichannel.Bench;

/// <summary>The body of an import, written while it is sent.</summary>
internal sealed class StreamedRows : HttpContent
{
    private readonly string _run;
    private readonly Range _rows;

    public StreamedRows(string run, Range rows)
    {
        (_run, _rows) = (run, rows);
        Headers.ContentType = new MediaTypeHeaderValue("text/csv");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await using var writer = new StreamWriter(stream, bufferSize: 64 * 1024, leaveOpen: true);
        await writer.WriteAsync("sku,location,onHand\n");
        for (var index = _rows.Start.Value; index < _rows.End.Value; index++) await writer.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{_run}-{index},load,1000000\n"));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
