using System.ComponentModel.DataAnnotations;
using Omnichannel.Http;

namespace Omnichannel.Inventory;

/// <summary>One line of a reservation over many SKUs and locations.</summary>
public sealed record ReservationLineBody
{
    [Required, RegularExpression(Check.IdentifierPattern)]
    public string? Sku { get; init; }

    [Required, RegularExpression(Check.IdentifierPattern)]
    public string? Location { get; init; }

    [Required, Range(Limits.QuantityMin, Limits.QuantityMax)]
    public long? Quantity { get; init; }

    internal ReservationLine ToLine(string at) => new(
        Check.Identifier<Sku>(at + "/sku", Sku),
        Check.Identifier<Location>(at + "/location", Location),
        Check.Quantity(at + "/quantity", Quantity));
}

/// <summary>Asks for all lines or, when partial is allowed, for those that fit. Lines of one SKU and location are summed first.</summary>
public sealed record ReserveGroupBody
{
    [Required, RegularExpression(Check.IdentifierPattern)]
    public string? Id { get; init; }

    [Required, MinLength(1), MaxLength(Limits.ReservationLinesMax)]
    public IReadOnlyList<ReservationLineBody?>? Lines { get; init; }

    [Range(Limits.HoldSecondsMin, Limits.HoldSecondsMax)]
    public long? HoldForSeconds { get; init; }

    [RegularExpression(Check.ChannelPattern)]
    public string? Channel { get; init; }

    [MaxLength(Limits.TextLengthMax)]
    public string? Reference { get; init; }

    public bool? AllowPartial { get; init; }

    internal (ReservationGroupId Id, ReserveGroup Command) ToCommand()
    {
        var id = Check.Identifier<ReservationGroupId>("/id", Id);
        if (Lines is null) throw Check.Missing("/lines");
        if (Lines.Count is 0 or > Limits.ReservationLinesMax)
            throw new BadInputException(ProblemKinds.LinesOutOfRange, detail: $"/lines has 1 to {Limits.ReservationLinesMax} lines.");
        var lines = Lines.Select((line, index) => (line ?? throw Check.Missing($"/lines/{index}")).ToLine($"/lines/{index}")).ToArray();
        var policy = AllowPartial is true ? GroupPolicy.AllowPartial : GroupPolicy.AllOrNothing;
        var reference = Check.Text("/reference", Reference, ProblemKinds.ReferenceOutOfRange);
        return (id, new(lines, Check.Hold("/holdForSeconds", HoldForSeconds), policy, Check.Channel("/channel", Channel), reference));
    }
}

/// <param name="Status">reserved, partly-reserved, rejected or under-way.</param>
public sealed record GroupAnswer(ReservationGroupId Id, string Status, DateTimeOffset? ExpiresAt, IReadOnlyList<LineAnswer> Lines)
{
    public static GroupAnswer Of(ReservationGroupId id, GroupReply reply) =>
        new(id, WireNames.Of(reply.Status), reply.ExpiresAt, [.. reply.Lines.Select(LineAnswer.Of)]);
}

/// <param name="Status">What the owner of the line answered; reserved when it is held.</param>
/// <param name="Available">Units that were available there when it answered.</param>
public sealed record LineAnswer(Sku Sku, Location Location, long Quantity, string Status, long Available)
{
    // A line that was found held by a retry is held, like one that was just made.
    public static LineAnswer Of(ReservationLineResult result)
    {
        var status = result.Status == ReserveStatus.Exists ? ReserveStatus.Reserved : result.Status;
        return new(result.Line.Sku, result.Line.Location, result.Line.Quantity, WireNames.Of(status), result.Available);
    }
}
