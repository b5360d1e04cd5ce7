using Microsoft.Net.Http.Headers;

namespace Omnichannel.Http;

/// <summary>What a caller has already, in <c>If-None-Match</c>.</summary>
public static class IfNoneMatch
{
    public static bool IsKnown(HttpContext httpContext, string etag)
    {
        var given = httpContext.Request.Headers.IfNoneMatch;
        if (given.Count == 0 || !EntityTagHeaderValue.TryParseList(given, out var known)) return false;
        return known.Any(tag => tag.Tag == "*" || tag.Tag == etag);
    }

    /// <summary>304, with the ETag it stands for.</summary>
    public static IResult NotModified(HttpContext httpContext, string etag)
    {
        httpContext.Response.Headers.ETag = etag;
        return Results.StatusCode(StatusCodes.Status304NotModified);
    }
}
