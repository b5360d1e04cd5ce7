using System.IO.Pipelines;
using System.Text.Json;
using Omnichannel.Http;
using Omnichannel.Inventory;

namespace Omnichannel.Import;

/// <summary>Writes one JSON line per row, and one that sums them up.</summary>
internal sealed class ImportResults(PipeWriter output, InventoryMeter meter, ILogger log)
{
    private const int FullBytes = 32 * 1024;
    private readonly Utf8JsonWriter _json = new(output, JsonBody.WriterOptions);
    private int _imported;
    private int _repeated;
    private int _rejected;

    public bool IsFull => output.UnflushedBytes >= FullBytes;

    public async ValueTask AddAsync(PendingRow row)
    {
        if (row.Reply is null)
        {
            Write(row, "rejected", row.Row.Refusal, row.Row.Detail);
            return;
        }

        try
        {
            var reply = await row.Reply;
            if (StatusProblems.Of(reply.Status) is { } kind) Write(row, "rejected", kind, null);
            else Write(row, reply.Status == MoveStatus.Exists ? "repeated" : "imported", null, null);
        }
        catch (Exception failure)
        {
            var told = NoAnswer.Of(failure);
            if (told is null) ApiLog.RowFailed(log, row.Number, failure);
            Write(row, "rejected", told?.Kind ?? ProblemKinds.Internal, told?.Detail);
        }
    }

    public ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken) => output.FlushAsync(cancellationToken);

    public void Summarise(ProblemKind? interruption)
    {
        _json.WriteStartObject();
        _json.WriteStartObject("summary");
        _json.WriteNumber("rows", _imported + _repeated + _rejected);
        _json.WriteNumber("imported", _imported);
        _json.WriteNumber("repeated", _repeated);
        _json.WriteNumber("rejected", _rejected);
        _json.WriteBoolean("isComplete", interruption is null);
        if (interruption is not null) _json.WriteString("code", interruption.Code);
        _json.WriteEndObject();
        _json.WriteEndObject();
        EndLine();
    }

    private void Write(PendingRow row, string status, ProblemKind? kind, string? detail)
    {
        Count(status);
        _json.WriteStartObject();
        _json.WriteNumber("row", row.Number);
        if (row.Row.Sku.Value is { } sku) _json.WriteString("sku", sku);
        if (row.Row.Location.Value is { } location) _json.WriteString("location", location);
        _json.WriteString("status", status);
        if (kind is not null)
        {
            _json.WriteString("code", kind.Code);
            _json.WriteString("detail", detail ?? kind.Title + ".");
        }

        _json.WriteEndObject();
        EndLine();
    }

    private void Count(string status)
    {
        meter.Imported(status);
        if (status == "imported") _imported++;
        else if (status == "repeated") _repeated++;
        else _rejected++;
    }

    private void EndLine()
    {
        _json.Flush();
        _json.Reset();
        var end = output.GetSpan(1);
        end[0] = (byte)'\n';
        output.Advance(1);
    }
}
