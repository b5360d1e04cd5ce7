namespace Omnichannel.Http;

/// <summary>A body that a route takes, with an example that it accepts as it is.</summary>
public sealed record BodyNote(Type? Type, string MediaType, string Example);

/// <summary>A success of a route, with an example of its body.</summary>
public sealed record AnswerNote(int Status, Type? Type, string MediaType, string Meaning, string Example);

/// <summary>A query parameter or header of a route.</summary>
public sealed record ParameterNote(string Name, string Meaning, string Example)
{
    public bool IsHeader { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>Of a text; null for a number.</summary>
    public string? Pattern { get; init; }

    public long? Min { get; init; }

    public long? Max { get; init; }
}

/// <summary>The problems that a route may answer with, beyond those that every route may.</summary>
public sealed record ProblemsNote(ProblemKind[] Kinds);

/// <summary>What a route tells the OpenAPI document about itself.</summary>
public static class RouteNotes
{
    public const string Ndjson = "application/x-ndjson";
    public const string Csv = "text/csv";

    public static RouteHandlerBuilder Says(this RouteHandlerBuilder route, string tag, string name, string summary, string description) =>
        route.WithTags(tag).WithName(name).WithSummary(summary).WithDescription(description);

    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder route, string example) where T : notnull =>
        route.WithMetadata(new BodyNote(typeof(T), Body.Json, example));

    /// <summary>A JSON Merge Patch; as plain JSON it is taken as well.</summary>
    public static RouteHandlerBuilder TakesPatch<T>(this RouteHandlerBuilder route, string example) where T : notnull =>
        route.WithMetadata(new BodyNote(typeof(T), Body.MergePatch, example)).Takes<T>(example);

    public static RouteHandlerBuilder TakesText(this RouteHandlerBuilder route, string mediaType, string example) =>
        route.WithMetadata(new BodyNote(null, mediaType, example));

    public static RouteHandlerBuilder Gives<T>(this RouteHandlerBuilder route, int status, string meaning, string example) =>
        route.WithMetadata(new AnswerNote(status, typeof(T), "application/json", meaning, example));

    /// <summary>An answer that has no type of its own: its schema is that of its example.</summary>
    public static RouteHandlerBuilder GivesWritten(this RouteHandlerBuilder route, int status, string meaning, string example) =>
        route.WithMetadata(new AnswerNote(status, null, "application/json", meaning, example));

    public static RouteHandlerBuilder GivesText(this RouteHandlerBuilder route, int status, string mediaType, string meaning, string example) =>
        route.WithMetadata(new AnswerNote(status, null, mediaType, meaning, example));

    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params ProblemKind[] kinds) =>
        route.WithMetadata(new ProblemsNote(kinds));

    public static RouteHandlerBuilder NeedsKey(this RouteHandlerBuilder route) =>
        route
            .WithMetadata(new ParameterNote(IdempotencyKey.Header, $"Made by the caller, sent again on every retry. {Ids.Identifier.Rule}.", "d-77")
            {
                IsHeader = true,
                IsRequired = true,
                Pattern = Check.IdentifierPattern,
            })
            .Refuses(ProblemKinds.IdempotencyKeyMissing, ProblemKinds.IdempotencyKeyInvalid);

    public static RouteHandlerBuilder TakesIfMatch(this RouteHandlerBuilder route) =>
        route
            .WithMetadata(new ParameterNote(IfMatch.Header, "The ETag that was seen: another version is answered with version-mismatch.", "*")
            {
                IsHeader = true,
                Pattern = "^(\\*|\"\\d+\")$",
            })
            .Refuses(ProblemKinds.ParameterInvalid, ProblemKinds.VersionMismatch);

    public static RouteHandlerBuilder TakesConsistency(this RouteHandlerBuilder route) =>
        route
            .WithMetadata(new ParameterNote("consistency", "strong asks the journal first: no other owner is missed.", "strong")
            {
                Pattern = "^strong$",
            })
            .Refuses(ProblemKinds.ParameterInvalid);

    public static RouteHandlerBuilder TakesPage(this RouteHandlerBuilder route, string after, int limitMax, int limitDefault) =>
        route
            .WithMetadata(new ParameterNote("after", after, "0") { Min = 0, Max = long.MaxValue })
            .WithMetadata(new ParameterNote("limit", $"At most this many; {limitDefault} when left out.", "100") { Min = 1, Max = limitMax })
            .Refuses(ProblemKinds.ParameterInvalid);
}
