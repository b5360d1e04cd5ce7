using System.Globalization;
using Omnichannel.Grid;

namespace Omnichannel.Import;

/// <summary>A row that the grid refused.</summary>
internal sealed record RejectedRow(long Row, string? Sku, string? Location, string Code, string? Detail);

/// <summary>Sends a file part by part, in order: of two rows for one SKU and location the later one counts. A part without a full answer is sent
/// again under its own key.</summary>
internal sealed class StockImport(GridClient grid, ImportFile file, string key, TimeSpan patience)
{
    public const int RejectedKeptMax = 1_000;
    private readonly List<RejectedRow> _rejected = [];

    public long RowsCount { get; private set; }

    public long RepeatedCount { get; private set; }

    public long RejectedCount { get; private set; }

    /// <summary>How far the file was sent.</summary>
    public long BytesSent { get; private set; }

    public int PartsRepeatedCount { get; private set; }

    public IReadOnlyList<RejectedRow> Rejected => _rejected;

    /// <exception cref="GridAnswerException">The grid refused a whole part.</exception>
    /// <exception cref="GridUnreachableException">A part had no full answer within the patience.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (var part in file.Parts())
        {
            var results = await SendAsync(part, cancellation);
            RowsCount += part.RowsCount;
            RepeatedCount += results.RepeatedCount;
            RejectedCount += results.RejectedRows.Count;
            BytesSent += part.Body.Length;
            _rejected.AddRange(results.RejectedRows.Take(RejectedKeptMax - _rejected.Count).Select(row =>
                new RejectedRow(part.RowsBefore + (row.Row ?? 0), row.Sku, row.Location, row.Code ?? "", row.Detail)));
        }
    }

    private async Task<ImportResults> SendAsync(ImportPart part, CancellationToken cancellation)
    {
        var partKey = string.Create(CultureInfo.InvariantCulture, $"{key}.{part.Number}");
        var call = new GridCall(HttpMethod.Post, "/v1/stock/import", part.Body, file.ContentType, partKey);
        var waited = TimeSpan.Zero;
        for (var attempt = 1; ; attempt++)
        {
            var answer = await grid.SendAsync(call, cancellation);
            if (!answer.IsOk) throw new GridAnswerException($"The grid refused the rows after row {part.RowsBefore}: {answer.Code}: {answer.Detail}");
            var results = ImportResults.Of(part, answer.Body);
            if (results.Unsettled is not { } why) return results;

            var wait = Backoff.Before(attempt, null, Random.Shared.NextDouble());
            waited += wait;
            if (waited > patience)
                throw new GridUnreachableException($"The grid did not settle the rows after row {part.RowsBefore} in {attempt} tries: {why}.");
            PartsRepeatedCount++;
            await Task.Delay(wait, cancellation);
        }
    }
}
