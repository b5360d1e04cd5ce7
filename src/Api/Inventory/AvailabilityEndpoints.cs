using System.ComponentModel.DataAnnotations;
using Omnichannel.Http;

namespace Omnichannel.Inventory;

/// <summary>Every pair of these SKUs and these locations.</summary>
public sealed record AvailabilityBody
{
    [Required, MinLength(1), MaxLength(Limits.AvailabilityPairsMax)]
    public IReadOnlyList<string?>? Skus { get; init; }

    [Required, MinLength(1), MaxLength(Limits.AvailabilityPairsMax)]
    public IReadOnlyList<string?>? Locations { get; init; }

    internal StockKey[] ToPairs()
    {
        if (Skus is null) throw Check.Missing("/skus");
        if (Locations is null) throw Check.Missing("/locations");
        var count = (long)Skus.Count * Locations.Count;
        if (count is 0 or > Limits.AvailabilityPairsMax)
        {
            var field = Skus.Count == 0 ? "/skus" : "/locations";
            throw new BadInputException(ProblemKinds.PairsOutOfRange, field, $"Ask for 1 to {Limits.AvailabilityPairsMax} pairs.");
        }

        var locations = Locations.Select(static (location, index) => Check.Identifier<Location>($"/locations/{index}", location)).ToArray();
        var skus = Skus.Select(static (sku, index) => Check.Identifier<Sku>($"/skus/{index}", sku));
        return [.. skus.SelectMany(_ => locations, static (sku, location) => new StockKey(sku, location))];
    }
}

/// <param name="Rows">One per pair, SKU by SKU in the order asked for. Each is the truth of its owner; together they are not one moment.</param>
public sealed record AvailabilityAnswer(IReadOnlyList<StockView> Rows);

/// <summary>What is available of many SKUs at many locations.</summary>
public static class AvailabilityEndpoints
{
    public static void MapAvailability(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/availability", ReadAsync)
            .Says("Stock", "availability", "Read many stocks", $"One row per pair of SKU and location, up to {Limits.AvailabilityPairsMax} pairs.")
            .Takes<AvailabilityBody>("""{"skus":["MUG-1","MUG-2"],"locations":["london","leeds"]}""")
            .Gives<AvailabilityAnswer>(
                200,
                "The rows.",
                """{"rows":[{"sku":"MUG-1","location":"london","onHand":10,"reserved":2,"safetyStock":0,"available":8,"version":2}]}""")
            .Refuses(ProblemKinds.PairsOutOfRange);

    private static async Task<IResult> ReadAsync(HttpContext http, IGrainFactory grains)
    {
        var pairs = (await Body.ReadAsync(http, InventoryJson.Strict.AvailabilityBody)).ToPairs();
        var rows = new StockView[pairs.Length];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = Limits.AvailabilityCallsInFlightMax, CancellationToken = http.RequestAborted };
        await Parallel.ForAsync(0, pairs.Length, limits, async (index, _) => rows[index] = await grains.Stock(pairs[index]).Stock());
        return new JsonAnswer<AvailabilityAnswer>(StatusCodes.Status200OK, new(rows), InventoryJson.Default.AvailabilityAnswer);
    }
}
