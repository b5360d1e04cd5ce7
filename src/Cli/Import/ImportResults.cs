using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Omnichannel.Grid;

namespace Omnichannel.Import;

/// <summary>One line of the grid's answer to an import: a row, or the summary at the end.</summary>
internal sealed record ImportLine(int? Row, string? Sku, string? Location, string? Status, string? Code, string? Detail, ImportSummary? Summary);

internal sealed record ImportSummary(bool IsComplete, string? Code);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImportLine))]
internal sealed partial class ImportJson : JsonSerializerContext;

/// <summary>What the grid said of one part.</summary>
internal sealed class ImportResults
{
    private const string Repeated = "repeated";
    private const string Rejected = "rejected";

    // The grid had no answer for the row: what was asked for may or may not have happened, and may be asked for again.
    private static readonly HashSet<string> _unsettled = ["busy", "contended", "draining", "outcome-unknown", "not-ready"];

    private readonly List<ImportLine> _rejectedRows = [];
    private int _rows;
    private ImportSummary? _summary;

    public int RepeatedCount { get; private set; }

    public IReadOnlyList<ImportLine> RejectedRows => _rejectedRows;

    /// <summary>Why the part has to be sent again; null when every row has its answer.</summary>
    public string? Unsettled { get; private set; }

    public static ImportResults Of(ImportPart part, byte[] answer)
    {
        var results = new ImportResults();
        foreach (var line in Encoding.UTF8.GetString(answer).Split('\n', StringSplitOptions.RemoveEmptyEntries)) results.Add(Parsed(line));
        if (results._summary is not { IsComplete: true }) results.Unsettled ??= results._summary?.Code ?? "the answer has no end";
        if (results.Unsettled is null && results._rows != part.RowsCount)
            throw new GridAnswerException($"The grid answered {results._rows} rows of {part.RowsCount}.");
        return results;
    }

    private void Add(ImportLine line)
    {
        if (line.Summary is not null)
        {
            _summary = line.Summary;
            return;
        }

        _rows++;
        if (line.Status == Repeated) RepeatedCount++;
        if (line.Status != Rejected) return;
        if (_unsettled.Contains(line.Code ?? "")) Unsettled = line.Code;
        else _rejectedRows.Add(line);
    }

    private static ImportLine Parsed(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ImportJson.Default.ImportLine) ?? throw new JsonException("null");
        }
        catch (JsonException damage)
        {
            throw new GridAnswerException($"The answer to the import holds something that is not a result: {damage.Message}", damage);
        }
    }
}
