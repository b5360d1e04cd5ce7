using Omnichannel.Grid;
using Omnichannel.Retail;

namespace Omnichannel.Replay;

/// <summary>Performs the rows of the file on the stock of a grid and nothing else, in file order per SKU.</summary>
internal sealed class StockReplay(GridClient grid, RetailPlan plan, string location, ReplayCounts counts)
{
    private const int PendingMax = 8_192;
    private readonly StockSteps _steps = new(grid, plan, location, counts);

    public async Task RunAsync(IEnumerable<RetailRow> rows, int concurrency, CancellationToken cancellation)
    {
        var started = new HashSet<string>(StringComparer.Ordinal);
        await using var lanes = new Lanes<ReplayStep>(concurrency, PendingMax, _steps.PerformAsync, cancellation);
        try
        {
            foreach (var line in rows.Select(plan.LineOf))
            {
                if (line.Kind == LineKind.Skipped)
                {
                    counts.AddDone(LineKind.Skipped);
                    continue;
                }

                foreach (var step in ReplayStep.Of(plan, line, started.Add(line.Sku))) await lanes.AddAsync(line.Sku, step);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // A step failed: completing throws what it threw.
        }

        await lanes.CompleteAsync();
    }
}
