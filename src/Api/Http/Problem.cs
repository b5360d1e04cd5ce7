using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Omnichannel.Http;

/// <summary>One failed call, as RFC 9457 has it: the kind, what is to blame, and the facts that help.</summary>
/// <param name="Facts">Writes the members that only this kind of problem has.</param>
public sealed record Problem(ProblemKind Kind, string? Detail = null, string? Field = null, Action<Utf8JsonWriter>? Facts = null) : IResult
{
    public const string MediaType = "application/problem+json";

    public static Problem OfAvailable(ProblemKind kind, long available) => new(kind, Facts: writer => writer.WriteNumber("available", available));

    /// <param name="field">Where the version was given; in the body when left out.</param>
    public static Problem OfVersion(ProblemKind kind, long expected, long actual, string? field = null) => new(kind, Field: field, Facts: writer =>
    {
        writer.WriteNumber("expected", expected);
        writer.WriteNumber("actual", actual);
    });

    public Task ExecuteAsync(HttpContext httpContext)
    {
        Count(httpContext);
        var response = httpContext.Response;
        response.StatusCode = Kind.Status;
        if (Kind.RetryAfterSeconds is { } seconds) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        JsonBody.Write(response, MediaType, (this, httpContext), static (writer, told) => told.Item1.WriteTo(writer, told.httpContext));
        return Task.CompletedTask;
    }

    /// <summary>The trace of the caller (<c>traceparent</c>) or of whoever listens to activities; else a name that this process gave the request.</summary>
    public static string TraceIdOf(HttpContext httpContext)
    {
        if (Activity.Current is { } activity) return activity.TraceId.ToString();
        return ActivityContext.TryParse(httpContext.Request.Headers.TraceParent, null, out var caller) ? caller.TraceId.ToString() : httpContext.TraceIdentifier;
    }

    /// <summary>The problem as a part of an answer that has others.</summary>
    public void WritePart(Utf8JsonWriter writer, HttpContext httpContext)
    {
        Count(httpContext);
        WriteTo(writer, httpContext);
    }

    private void Count(HttpContext httpContext) => httpContext.RequestServices.GetRequiredService<HttpMeter>().Count(Kind);

    // An id that was used before is the last that the address names, or else in the body.
    private string? IdOf(HttpContext httpContext)
    {
        if (Kind != ProblemKinds.ExistsWithDifferentBody) return null;
        return httpContext.GetEndpoint() is RouteEndpoint { RoutePattern.Parameters: [.., var last] } ? last.Name : "/id";
    }

    private void WriteTo(Utf8JsonWriter writer, HttpContext httpContext)
    {
        writer.WriteStartObject();
        writer.WriteString("type", Kind.Type);
        writer.WriteString("title", Kind.Title);
        writer.WriteNumber("status", Kind.Status);
        writer.WriteString("code", Kind.Code);
        writer.WriteString("detail", Detail ?? Kind.Title + ".");
        if ((Field ?? Kind.Field ?? IdOf(httpContext)) is { } field) writer.WriteString("field", field);
        Facts?.Invoke(writer);
        writer.WriteString("traceId", TraceIdOf(httpContext));
        writer.WriteEndObject();
    }
}

/// <summary>A call that is not understood. Thrown before anything of it has begun, and answered by <see cref="ProblemMiddleware"/>.</summary>
public sealed class BadInputException(Problem problem) : Exception(problem.Detail ?? problem.Kind.Title)
{
    public BadInputException(ProblemKind kind, string? field = null, string? detail = null, Action<Utf8JsonWriter>? facts = null)
        : this(new Problem(kind, detail, field, facts))
    {
    }

    public Problem Problem { get; } = problem;
}
